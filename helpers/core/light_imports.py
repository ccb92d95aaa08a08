"""Imported with the package itself: leaves out a second of imports that nothing here uses.

jsonschema, which nbformat is built on, looks for a package that checks international web addresses.
To import it builds a grammar. No notebook has a field of that kind, and without the package
jsonschema goes on.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
