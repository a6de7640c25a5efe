"""The search over HTTP: which requests are searches, how they are answered, as pages and as JSON."""
