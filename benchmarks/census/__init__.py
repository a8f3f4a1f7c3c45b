"""Which special mechanisms the gold set holds: `python -m benchmarks.census`.

A *mechanism* is a function of layout, labelling or reconciling that could have left alone what it was given, as its annotations
say (module `mechanisms`). They are found in the code, not in a list, private functions and methods too. On how many gold
documents does each change something, and if it never did, would the gate notice? With ``--off`` each is switched off in turn,
on the documents that it changes (no other can differ): it is *held* if one of them falls below its floors, raises or hangs.

The *main road* are mechanisms that change something on more than half of the documents: whatever breaks them is seen at once.
They are counted, and need not be held. All others are *special*, also those that no document ever asks. A mechanism that
nothing calls on the way from a file to a report (module `reached`) is no part of it, and is left out.
"""
