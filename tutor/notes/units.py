"""Units of measure: what they measure and how many of its base unit they are.

Factors are from the SI brochure (9th edition) and NIST SP 811; of prefixes in data rates both readings are kept, 1000
and 1024, since notes mean either.
"""

import re
from dataclasses import dataclass
from functools import cache

_MONTH, _YEAR = 365.25 / 12 * 86400, 365.25 * 86400


@dataclass(frozen=True, slots=True)
class Unit:
    """A way to read a unit.

    Attributes:
        name: as written in the singular, for people: "hour", "MB/s".
        dimension: what it measures: "time", "data/time", "mass/volume"; of a count noun "count".
        factor: base units in one of it.
        offset: base units at its zero; of temperatures alone.
    """

    name: str
    dimension: str
    factor: float
    offset: float = 0.0


# dimension: (names, factor); names that end in * have no plural or other case: they are symbols.
_WORDS: dict[str, dict[str, float]] = {
    "time": {
        "nanosecond ns*": 1e-9,
        "microsecond µs* us* usec": 1e-6,
        "millisecond ms* msec": 1e-3,
        "second sec s*": 1,
        "minute min": 60,
        "hour hr h*": 3600,
        "day d*": 86400,
        "week wk": 604800,
        "fortnight": 1209600,
        "month mo* mth": _MONTH,
        "quarter": _YEAR / 4,
        "year yr y*": _YEAR,
        "decade": 10 * _YEAR,
        "century centuries": 100 * _YEAR,
        "millennium millennia": 1000 * _YEAR,
    },
    "length": {
        "angstrom ångström Å*": 1e-10,
        "micron": 1e-6,
        "inch inches in* ″*": 0.0254,
        "foot feet ft*": 0.3048,
        "yard yd*": 0.9144,
        "mile mi*": 1609.344,
        "light-year ly*": 9.4607e15,
        "parsec pc*": 3.0857e16,
        "au* AU*": 1.495978707e11,
    },
    "area": {"hectare ha*": 1e4, "acre": 4046.8564224},
    "volume": {"gallon gal*": 3.785411784, "pint": 0.473176473, "cc*": 1e-3, "teaspoon tsp*": 5e-3, "cup": 0.24},
    "mass": {
        "pound lb lbs* pounds": 0.45359237,
        "ounce oz*": 0.028349523125,
        "tonne ton t*": 1000,
        "mcg*": 1e-9,
        "stone": 6.35029318,
        "dalton Da*": 1.6605390666e-27,
        "kDa*": 1.6605390666e-24,
    },
    "pressure": {"mmHg* torr* Torr*": 133.322, "atmosphere atm*": 101325, "psi*": 6894.757, "cmH2O* cmH₂O*": 98.0665},
    "energy": {
        "calorie cal*": 4.184,
        "kilocalorie kcal* Cal*": 4184,
        "electronvolt eV*": 1.602176634e-19,
        "keV*": 1.602176634e-16,
        "MeV*": 1.602176634e-13,
        "GeV*": 1.602176634e-10,
        "Wh*": 3600,
        "kWh*": 3.6e6,
        "MWh*": 3.6e9,
    },
    "power": {"horsepower hp*": 745.7},
    "count/time": {"bpm* BPM*": 1 / 60, "rpm* RPM*": 1 / 60, "iops* IOPS*": 1, "rps* RPS* qps* QPS* tps* TPS*": 1},
    "length/time": {"mph* MPH*": 0.44704, "kph* kmh*": 1000 / 3600, "knot kn*": 0.514444},
    "ratio": {"percent per-cent pct* %*": 0.01, "permille ‰*": 1e-3, "ppm*": 1e-6, "ppb*": 1e-9},
    "points": {"pp*": 1},
    "angle": {"radian rad*": 57.29577951308232, "arcminute arcmin*": 1 / 60, "arcsecond arcsec*": 1 / 3600},
    "activity": {"international-unit IU* iu*": 1},
    "amount/volume": {"mM*": 1e-3, "µM* uM*": 1e-6, "nM*": 1e-9, "molar M*": 1},
    "osmolality": {"mOsm* mosm*": 1},
    "charge amount": {"mEq* meq*": 1e-3, "Eq*": 1},
    "sound": {"decibel dB*": 1},
    "acidity": {"pH*": 1},
    "times": {"time x* × fold": 1},
    "temperature": {"kelvin K*": 1},
}
_SI = {"pico p": 1e-12, "nano n": 1e-9, "micro µ": 1e-6, "milli m": 1e-3, "centi c": 1e-2, "deci d": 0.1, "_ _": 1}
_SI |= {"hecto h": 1e2, "kilo k": 1e3, "mega M": 1e6, "giga G": 1e9, "tera T": 1e12, "peta P": 1e15}
# dimension: word, symbol, base units in one
_PREFIXED = (
    ("length", "metre", "m", 1.0),
    ("length", "meter", "m", 1.0),
    ("mass", "gram", "g", 1e-3),
    ("mass", "gramme", "g", 1e-3),
    ("volume", "litre", "L", 1.0),
    ("volume", "liter", "l", 1.0),
    ("amount", "mole", "mol", 1.0),
    ("pressure", "pascal", "Pa", 1.0),
    ("pressure", "bar", "bar", 1e5),
    ("energy", "joule", "J", 1.0),
    ("power", "watt", "W", 1.0),
    ("force", "newton", "N", 1.0),
    ("voltage", "volt", "V", 1.0),
    ("current", "ampere", "A", 1.0),
    ("current", "amp", "A", 1.0),
    ("resistance", "ohm", "Ω", 1.0),
    ("frequency", "hertz", "Hz", 1.0),
    ("dose", "gray", "Gy", 1.0),
    ("equivalent dose", "sievert", "Sv", 1.0),
    ("radioactivity", "becquerel", "Bq", 1.0),
    ("charge", "coulomb", "C", 1.0),
    ("magnetic field", "tesla", "T", 1.0),
)
_SMALL = ("length", "mass", "volume", "amount")  # nobody writes megalitres, and ML is mL in capitals
_DATA = (("kilo", "k"), ("mega", "m"), ("giga", "g"), ("tera", "t"), ("peta", "p"), ("exa", "e"))
_MONEY = {
    "USD": "$ US$ dollar USD buck",
    "EUR": "€ euro EUR",
    "GBP": "£ GBP pound-sterling sterling",
    "JPY": "¥ yen JPY",
    "CHF": "CHF franc Fr.",
    "INR": "₹ rupee INR",
    "RUB": "₽ rouble ruble",
}
_TEMPERATURES = {
    "°C": ("°c ºc c celsius degrees-celsius degree-celsius degrees-centigrade degrees-c ℃", 1.0, 273.15),
    "°F": ("°f ºf f fahrenheit degrees-fahrenheit degree-fahrenheit degrees-f ℉", 5 / 9, 459.67 * 5 / 9),
}


@cache
def unit_table() -> dict[str, tuple[Unit, ...]]:
    """Return what each written unit may mean, the likeliest first. Words are in lower case, symbols as written.

    A look-up tries the text as written, then in lower case.
    """
    table: dict[str, tuple[Unit, ...]] = {}
    for dimension, entries in _WORDS.items():
        for names, factor in entries.items():
            first = names.split()[0].rstrip("*").replace("-", " ")
            _add(table, names.split(), Unit(first, dimension, factor))
    for dimension, word, symbol, base in _PREFIXED:
        _add_prefixed(table, dimension, word, symbol, base)
    _give(table, "m", Unit("minute", "time", 60))  # "5m"
    _add_temperatures(table)
    _add_money(table)
    _add_data(table)
    return table


def _give(table: dict[str, tuple[Unit, ...]], key: str, unit: Unit) -> None:
    if unit not in table.get(key, ()):
        table[key] = (*table.get(key, ()), unit)


def _add(table: dict[str, tuple[Unit, ...]], names: list[str], unit: Unit) -> None:
    for name in names:
        if name.endswith("*"):
            _give(table, name[:-1], unit)
        else:
            spelling = name.replace("-", " ")
            _give(table, spelling, unit)
            if spelling.isascii() and spelling[-1] != "s":
                _give(table, f"{spelling}s", unit)


def _add_prefixed(table: dict[str, tuple[Unit, ...]], dimension: str, word: str, symbol: str, base: float) -> None:
    for prefix, power in _SI.items():
        if power >= 1e6 and dimension in _SMALL:
            continue
        long, short = prefix.replace("_", "").split(" ")
        unit = Unit(short + symbol, dimension, base * power)
        _add(table, [long + word, f"{short}{symbol}*"], unit)
        if short == "µ":
            for micro in ("u", "μ"):
                _give(table, micro + symbol, unit)
        if dimension == "length" and long in ("", "kilo", "centi", "milli"):
            _add_powers(table, long + word, short + symbol, power)


def _add_powers(table: dict[str, tuple[Unit, ...]], word: str, symbol: str, power: float) -> None:
    square, cubic = Unit(f"{symbol}²", "area", power**2), Unit(f"{symbol}³", "volume", power**3 * 1000)
    for spelling in (f"{symbol}²", f"{symbol}2", f"{symbol}^2", f"sq {symbol}", f"square {word}", f"square {word}s"):
        _give(table, spelling, square)
    for spelling in (f"{symbol}³", f"{symbol}3", f"{symbol}^3", f"cubic {word}", f"cubic {word}s"):
        _give(table, spelling, cubic)


def _add_temperatures(table: dict[str, tuple[Unit, ...]]) -> None:
    degrees = ("°", "º", "degree", "degrees", "deg")  # of either scale, or of an angle
    for degree in degrees:
        _give(table, degree, Unit("degree", "angle", 1))
    for name, (names, factor, offset) in _TEMPERATURES.items():
        unit = Unit(name, "temperature", factor, offset)
        for spelling in (*names.split(), *degrees):
            _give(table, spelling.upper() if len(spelling) == 1 else spelling.replace("-", " "), unit)


def _add_money(table: dict[str, tuple[Unit, ...]]) -> None:
    for code, names in _MONEY.items():
        for spelling in names.split():
            _add(table, [spelling if spelling.islower() else f"{spelling}*"], Unit(code, f"money {code}", 1.0))
    for word in ("pound", "pounds", "quid"):
        _give(table, word, Unit("GBP", "money GBP", 1.0))
    for word in ("cent", "penny", "pence"):
        _add(table, [word], Unit("cent", "money USD", 0.01))


def _add_data(table: dict[str, tuple[Unit, ...]]) -> None:
    """Add bytes and bits. A lower-case b may be either; KB is 1000 or 1024 bytes, KiB 1024."""
    byte, bit = Unit("byte", "data", 8), Unit("bit", "data", 1)
    _add(table, ["byte", "B*"], byte)
    _add(table, ["bit"], bit)
    for step, (long, letter) in enumerate(_DATA, 1):
        big = letter.upper()
        powers = (1000.0**step, 1024.0**step)
        for power in powers:
            bytes_, bits = Unit(f"{big}B", "data", 8 * power), Unit(f"{big}b", "data", power)
            _add(table, [f"{long}byte"], bytes_)
            _add(table, [f"{long}bit"], bits)
            for spelling in (f"{big}B", f"{letter}B", f"{letter}b", f"{big}Bytes", f"{big}byte", f"{big}bytes"):
                _give(table, spelling, bytes_)
            for spelling in (f"{big}b", f"{letter}b", f"{big}bit", f"{letter}bit", f"{big}bits"):
                _give(table, spelling, bits)
            for spelling in (f"{big}Bps", f"{letter}Bps", f"{letter}bps"):
                _give(table, spelling, Unit(f"{big}B/s", "data/time", 8 * power))
            for spelling in (f"{big}bps", f"{letter}bps", f"{big}BPS"):
                _give(table, spelling, Unit(f"{big}b/s", "data/time", power))
        exact = Unit(f"{big}iB", "data", 8 * powers[1])
        _add(table, [f"{long[:2]}bibyte"], exact)
        for spelling in (f"{big}iB", f"{letter}ib", f"{letter}iB", f"{big}ib"):
            _give(table, spelling, exact)
    for slang, power in (("meg", 2), ("gig", 3)):
        for base in (1000.0, 1024.0):
            _add(table, [slang], Unit(f"{slang[0].upper()}B", "data", 8 * base**power))
    _give(table, "bps", Unit("b/s", "data/time", 1))


# Units of more than one word, and those that a look-up of one word cannot see.
_LONG = re.compile(
    r"(?:degrees? (?:celsius|centigrade|fahrenheit|[cf](?!\w))|(?:square|cubic|sq) [a-z]{1,12}|pounds? sterling"
    r"|international units?|percentage points?|light[ -]years?|per cent|metric tons?(?:nes)?|mm Hg|cm H2O|US\$)(?!\w)",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"[°º]\s?[CcFf](?!\w)|[%‰°º″$€£¥₹₽℃℉]|[^\W\d_]{1,14}(?:[²³]|\^?[23])?(?!\w)")
_SPECIAL = {"percentage point": "pp", "percentage points": "pp", "mm hg": "mmHg", "cm h2o": "cmH2O"}
_SPECIAL |= {"metric ton": "tonne", "metric tons": "tonne", "metric tonnes": "tonne", "light year": "ly"}
_SPECIAL |= {"light-year": "ly", "light years": "ly", "light-years": "ly", "us$": "USD"}


def unit_at(text: str, at: int) -> tuple[tuple[Unit, ...], int] | None:
    """Return what the unit that begins at an offset may mean, and where it ends; None if there is none.

    Rates are not joined: of "MB/s" it is the MB.
    """
    for pattern in (_LONG, _SYMBOL):
        if match := pattern.match(text, at):
            written = match.group()
            written = _SPECIAL.get(written.lower(), written)
            table = unit_table()
            squeezed = re.sub(r"(?<=[°º])\s", "", written)
            readings = table.get(squeezed) or (table.get(squeezed.lower()) if _may_fold(squeezed) else None)
            if readings:
                return readings, match.end()
    return None


def _may_fold(written: str) -> bool:
    """Say whether case is only style: not in a symbol of one letter."""
    return len(written) > 1


def rate(above: tuple[Unit, ...], below: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return the units of one by the other: MB and second to MB/s."""
    return tuple(
        Unit(f"{a.name}/{b.name}", f"{a.dimension.replace('times', 'count')}/{b.dimension}", a.factor / b.factor)
        for a in above
        for b in below
        if b.offset == 0
    )[:8]
