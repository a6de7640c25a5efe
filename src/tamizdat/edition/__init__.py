"""Policy: what the public gets.

`reader.py` is the only way from the database to the public; it answers in the frozen shapes of `shapes/`, and the
products turn shapes into files. What a shape has no field for cannot leak.
"""
