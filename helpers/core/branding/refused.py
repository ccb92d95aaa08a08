"""Why a picture is not taken as a logo."""

SAVE_AGAIN = ("save it from your drawing program as plain or optimised SVG with texts as outlines, "
              "or as PNG")
SAVE_AS_PNG = "open it in a picture program and save it as PNG"


class LogoRefused(Exception):
    """A picture that cannot be the logo.

    Parameters
    ----------
    found, expected, remedy : str
        As in a `Problem`; what was found follows on the file's name: “holds a script”.
    """

    def __init__(self, found: str, expected: str, remedy: str):
        super().__init__(found, expected, remedy)
        self.found, self.expected, self.remedy = found, expected, remedy
