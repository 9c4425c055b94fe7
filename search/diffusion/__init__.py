"""扩散 (diffusion): which city printed a term first, and when each of the others followed."""
