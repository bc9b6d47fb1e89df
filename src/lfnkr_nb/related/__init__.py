"""Posts that belong together: related posts with the reason, and posts that are nearly the same."""
