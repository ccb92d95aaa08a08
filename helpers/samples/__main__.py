"""Write the sample businesses anew: `python -m helpers.samples`."""

from helpers.core.places import SAMPLES
from helpers.samples import write_samples

write_samples(SAMPLES)
