"""Page objects: plain values, made from what queries return, ready for one template."""
