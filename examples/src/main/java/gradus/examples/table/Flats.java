package gradus.examples.table;

import java.time.LocalDate;
import java.util.Locale;
import module gradus.examples;

/** Flats on sale, generated: numbers, words and dates with gaps, a price and how fast each was sold. */
final class Flats {
    static final String PRICE = "price";
    static final String SALE = "sale";

    private static final String HEADER = "area,rooms,town,heating,built,listed,balcony,price,sale\n";
    private static final ImmutableList<Town> TOWNS = Lists.immutable.with(
            new Town("Oslo", 0.4, 9.5),
            new Town("Bergen", 0.25, 7),
            new Town("Trondheim", 0.15, 6.2),
            new Town("Stavanger", 0.1, 5.8),
            new Town("Moss", 0.07, 4),
            new Town("Hamar", 0.02, 3.6),
            new Town("Narvik", 0.008, 2.9),
            new Town("Røros", 0.002, 3.2));
    private static final ImmutableList<String> HEATING =
            Lists.immutable.with("district", "electric", "heat pump", "oil");
    private static final LocalDate FIRST_DAY = LocalDate.of(2021, 1, 1);
    private static final int DAYS = 4 * 365;

    /** A place, the part of the flats that is there, and a price per square meter, in thousands. */
    private record Town(String name, double share, double price) {}

    private Flats() {}

    /** A table of so many flats, as the text of a CSV file. */
    static String csv(int rows, Randomness random) {
        var text = new StringBuilder(HEADER);
        for (int row = 0; row < rows; row++) {
            text.append(flat(random)).append('\n');
        }
        return text.toString();
    }

    private static String flat(Randomness random) {
        Town town = town(random.nextDouble());
        int rooms = 1 + random.nextInt(5);
        double area = 14 + 19 * rooms + 9 * random.nextGaussian() + 6 * random.nextDouble();
        int built = 1900 + random.nextInt(122);
        String heating = HEATING.get(random.nextInt(HEATING.size()));
        LocalDate listed = FIRST_DAY.plusDays(random.nextInt(DAYS));
        boolean balcony = random.nextDouble() < 0.4;
        double spring = StrictMath.cos(2 * Math.PI * (listed.getDayOfYear() - 130) / 365.0);
        double years = (listed.toEpochDay() - FIRST_DAY.toEpochDay()) / 365.0;
        double worth = area
                * town.price
                * (1 + 0.05 * years)
                * (1 + 0.06 * spring)
                * (balcony ? 1.08 : 1)
                * (heating.equals("oil") ? 0.9 : 1)
                * (1 + 0.25 * StrictMath.pow((built - 1965) / 60.0, 2)); // both old and new ones are dear
        double asked = StrictMath.exp(0.12 * random.nextGaussian());
        double price = worth * asked * StrictMath.exp(0.05 * random.nextGaussian());
        double haste = 2.2 * spring
                - 1.8 * StrictMath.log(asked) / 0.12 * 0.3
                + (balcony ? 0.7 : -0.5)
                + (town.price > 6 ? 1 : -1) * (area < 60 ? 1 : -0.6)
                + 0.5 * random.nextGaussian();
        String sale = haste > 0.9 ? "quick" : haste > -0.9 ? "usual" : "slow";
        return Lists.immutable
                .with(
                        gap(0.08, String.format(Locale.ROOT, "%.1f", area), random),
                        gap(0.05, rooms + "", random),
                        town.name,
                        gap(0.04, heating, random),
                        gap(0.12, built + "", random),
                        gap(0.03, listed.toString(), random),
                        balcony ? "yes" : "no",
                        String.format(Locale.ROOT, "%.1f", price),
                        sale)
                .makeString(",");
    }

    private static String gap(double share, String text, Randomness random) {
        return random.nextDouble() < share ? "" : text;
    }

    private static Town town(double drawn) {
        double left = drawn;
        for (Town town : TOWNS) {
            left -= town.share;
            if (left < 0) {
                return town;
            }
        }
        return TOWNS.getFirst();
    }
}
