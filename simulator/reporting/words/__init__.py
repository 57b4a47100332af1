"""The words of the page and the terminal, chapter by chapter: key → (Chinese, English)."""
