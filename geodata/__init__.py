"""Where do children live, where do schools stand, and how far apart are they?

Nothing here knows of pupils or scenarios: coordinates go in, arrays and index-aligned frames
come out.
"""
