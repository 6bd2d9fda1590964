"""Pictures drawn on the server as SVG: attributes only, text that keeps its size at any width."""
