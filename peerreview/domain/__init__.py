"""Schools, groups, people, visits, reviews, grades, main points, next steps: plain values, no input or output."""
