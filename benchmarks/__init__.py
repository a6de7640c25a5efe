"""The workloads, each beside its peer in the same run."""
