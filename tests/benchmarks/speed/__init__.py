"""Speed: nksearch and its peers over corpora of a given size, side by side in one run."""
