package gradus.benchmarks;

/** Units of the tables. */
public enum Unit {
    NANOSECONDS("ns/op"),
    MICROSECONDS("us"),
    MILLISECONDS("ms"),
    SECONDS("s"),
    GIGAFLOPS("GFLOP/s"),
    GIGABYTES("GB/s");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written in tables. */
    public String symbol() {
        return symbol;
    }

    /** A time for {@code count} of what the unit counts, in this unit. */
    public double of(double nanoseconds, double count) {
        return switch (this) {
            case NANOSECONDS -> nanoseconds / count;
            case MICROSECONDS -> nanoseconds / count * 1e-3;
            case MILLISECONDS -> nanoseconds / count * 1e-6;
            case SECONDS -> nanoseconds / count * 1e-9;
            case GIGAFLOPS, GIGABYTES -> count / nanoseconds;
        };
    }
}
