package gradus.nn.train;

/**
 * The names of what is in a checkpoint, or what they begin with: {@code RATE}, {@code
 * SETTING.of("seed")}, {@code OPTIMIZER.of(NUMBER.of("0.weight.step"))}.
 */
enum CheckpointKey {
    KIND("kind"),
    DIGEST("sha256"),
    RATE("rate"),
    INPUTS("inputs"),
    EPOCHS("epochs"),
    LOSSES("losses"),
    SETTING("setting."),
    COLUMN("column."),
    MODEL("model."),
    BUFFER("buffer."),
    BEST("best."),
    OPTIMIZER("optimizer."),
    PLATEAU("plateau."),
    NUMBER("number.");

    private final String text;

    CheckpointKey(String text) {
        this.text = text;
    }

    /** The name of something of this kind. */
    String of(Object rest) {
        return text + rest;
    }

    /** Whether the name is one of this kind. */
    boolean begins(String name) {
        return name.startsWith(text);
    }

    /** What a name of this kind says beyond it. */
    String rest(String name) {
        return name.substring(text.length());
    }

    @Override
    public String toString() {
        return text;
    }
}
