"""Say what following the lessons' advice earns: `python -m helpers.samples.decisions`."""

from helpers.samples.decisions.experiments import decision_table

print("2.10 Testing ideas: what each rule earns of what could be had\n")
print(decision_table())
