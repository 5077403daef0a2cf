"""Captures: what was received, byte for byte, and the lines that a reader finds in it.

A reader is a plain function from bytes to lines. It removes markup and nothing else: it corrects
no character and leaves out no text. What is not running text (navigation, forms, hidden parts) it
gives as lines too, each with the reason why it is none.
"""

from zhengben.capture.base import CapturedLine, CapturedText, CaptureError
from zhengben.capture.readers import READERS, extract

__all__ = ["READERS", "CaptureError", "CapturedLine", "CapturedText", "extract"]
