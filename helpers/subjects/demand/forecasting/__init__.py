"""The methods behind `helpers.subjects.demand`, on plain arrays.

Every method takes the values of past periods (NaN where unknown), and gives sample paths of the
future: samples × periods. Which method fits which history is decided in `demand`.
"""
