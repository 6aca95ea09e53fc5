"""Makes homes.csv, the table of the guide's examples: `python make_homes.py > homes.csv`."""

import random

random.seed(3)
cities = {"Bern": 260, "Lund": 180, "Oslo": 320, "Turin": 140}
print("size,rooms,city,built,garden,price,sold")
for _ in range(300):
    city = random.choice(list(cities))
    rooms = random.randint(1, 6)
    size = round(18 + 19 * rooms + random.gauss(0, 8), 1)
    built = random.randint(1900, 2024)
    garden = random.random() < 0.4
    price = 1000 * (size * cities[city] / 100 + 0.5 * (built - 1900) + 30 * garden)
    price = round(price * random.lognormvariate(0, 0.08))
    sold = random.random() < 1 / (1 + 2.718 ** (price / 60000 - 5))
    shown = "" if random.random() < 0.03 else built
    print(size, rooms, city, shown, str(garden).lower(), price, "yes" if sold else "no", sep=",")
