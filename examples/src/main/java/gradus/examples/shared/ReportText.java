package gradus.examples.shared;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import module gradus.examples;
import module java.base;

/**
 * The text of a program's report, apart from its code: the resource {@code report.txt} beside the program. Blocks are
 * parted by empty lines; within a block lines are joined.
 *
 * <pre>
 * # Title                            the next block says below it what the report is about
 * ## Section                         and ### a part of one
 * It reads {accuracy} of them.       a value in its own form, or in another one: {accuracy:points}
 * It has {model.parameterCount}.     what a method of a value returns
 * {if fell}...{else}...{end}         either text, of any length; {else} may be missing
 * {each runs}{it.rate}{else}, {end}  the text for each thing of a list, and what stands between them
 * [weights] The weights.             a picture, drawing, table or listing of this name, with its caption
 * [loss: step | loss:log] Loss.      curves, with the titles of the axes; the second is logarithmic
 * [runs: rate = rate | share = accuracy:percent] After the last epoch.
 *                                    a table: heading, method and form of each column; # numbers the rows
 * </pre>
 */
record ReportText(String text) {
    private static final Pattern PLACE = Pattern.compile("\\{(?:(if|each)\\s+)?([\\w.-]+)(?::([\\w ]+))?\\}");
    private static final Pattern SHOWN = Pattern.compile("\\[([\\w.-]+)(?:: ([^\\]]+))?\\](.*)");

    /** The text beside a program. */
    static ReportText of(Class<?> program) throws IOException {
        try (InputStream text = program.getResourceAsStream("report.txt")) {
            byte[] found = requireNonNull(text, () -> "no report.txt beside " + program.getName())
                    .readAllBytes();
            return new ReportText(new String(found, StandardCharsets.UTF_8));
        }
    }

    /**
     * The report of what was found, with the figures as {@code [figures]}.
     *
     * @throws IllegalArgumentException if the text names what was not found, or shows a picture nowhere
     */
    Report report(Findings findings) {
        String filled = new Filler(text, findings).filled();
        findings.pictures()
                .reject(name -> filled.contains("[" + name + "]") || filled.contains("[" + name + ":"))
                .forEach(name -> {
                    throw new IllegalArgumentException("the report has no place for the picture " + name);
                });
        ImmutableList<String> blocks = Lists.immutable
                .with(filled.split("\n\\s*\n"))
                .collect(block -> block.strip().replaceAll("\\s*\n\\s*", " "))
                .reject(String::isEmpty);
        Report report = new Report(blocks.get(0).replaceFirst("# ", ""), blocks.get(1));
        blocks.drop(2).forEach(block -> add(report, block, findings));
        return report;
    }

    private static void add(Report report, String block, Findings findings) {
        Matcher shown = SHOWN.matcher(block);
        if (shown.matches()) {
            String columns = requireNonNullElse(shown.group(2), "");
            String caption = shown.group(3).strip();
            switch (findings.get(shown.group(1))) {
                case Picture picture -> report.picture(picture, caption);
                case Figures figures -> report.table(figures.table(), caption);
                case Table table -> report.table(table, caption);
                case ListIterable<?> list
                when Findings.isCurves(list) ->
                    report.picture(chart(shown.group(1), columns, list.selectInstancesOf(Curve.class)), caption);
                case ListIterable<?> list -> report.table(table(columns, list), caption);
                case String svg when svg.startsWith("<svg") -> report.drawing(svg, caption);
                case Object lines -> report.listing(lines.toString());
            }
        } else if (block.startsWith("### ")) {
            report.subsection(block.substring(4));
        } else if (block.startsWith("## ")) {
            report.section(block.substring(3));
        } else {
            report.text(block);
        }
    }

    /** A heading, an axis or a column: its title, and the form of what it shows. */
    private record Column(String title, String form) {
        static ImmutableList<Column> all(String columns) {
            return Lists.immutable.with(columns.split(" \\| ")).collect(column -> {
                int colon = column.lastIndexOf(':');
                return colon < 0
                        ? new Column(column, "")
                        : new Column(column.substring(0, colon), column.substring(colon + 1));
            });
        }
    }

    private static Picture chart(String name, String columns, ListIterable<Curve> curves) {
        ImmutableList<Column> axes = Column.all(columns).newWith(new Column("", ""));
        Column x = axes.get(0);
        Column y = axes.get(1);
        LineChart chart = LineChart.of(curves).axes(x.title, y.title);
        chart = x.form.equals("log") ? chart.logarithmicX() : chart;
        return (y.form.equals("log") ? chart.logarithmicY() : chart).picture(name);
    }

    private static Table table(String columns, ListIterable<?> things) {
        ImmutableList<Column> all = Column.all(columns);
        ImmutableList<ImmutableList<String>> rows = things.collectWithIndex((thing, i) -> all.collect(column -> {
                    String path = column.title.replaceFirst(".* = ", "");
                    return path.equals("#") ? i + 1 + "" : Words.of(Findings.member(thing, path), column.form);
                }))
                .toImmutable();
        return new Table(all.collect(column -> column.title.replaceFirst(" = .*", "")), rows);
    }

    /** Puts the values into their places, and leaves of each choice the part that holds. */
    private static final class Filler {
        private final StringBuilder filled = new StringBuilder();
        private final Findings findings;
        private final String text;
        private final Matcher place;
        private int end;

        Filler(String text, Findings findings) {
            this.text = text;
            this.findings = findings;
            place = PLACE.matcher(text);
        }

        String filled() {
            if (!fill(true).isEmpty()) {
                throw new IllegalArgumentException("an {end} or {else} without its beginning");
            }
            return filled.toString();
        }

        /** Goes on to the end of a part, which is that of the text or what it returns, {@code else} or {@code end}. */
        private String fill(boolean seen) {
            while (place.find(end)) {
                filled.append(seen ? text.substring(end, place.start()) : "");
                end = place.end();
                String path = place.group(2);
                switch (requireNonNullElse(place.group(1), path)) {
                    case "if" -> {
                        boolean holds = seen && (boolean) findings.get(path);
                        choose(holds, seen && !holds);
                    }
                    case "each" -> repeat(seen ? (ListIterable<?>) findings.get(path) : Lists.immutable.empty());
                    case "else", "end" -> {
                        return path;
                    }
                    default -> filled.append(seen ? findings.text(path, place.group(3)) : "");
                }
            }
            filled.append(text.substring(end));
            end = text.length();
            return "";
        }

        /** Goes on to the {@code end} behind two parts, of which the second may be missing. */
        private void choose(boolean firstSeen, boolean secondSeen) {
            String ended = fill(firstSeen);
            if (!ended.equals("end")
                    && !(ended.equals("else") && fill(secondSeen).equals("end"))) {
                throw new IllegalArgumentException("an {if ...} or {each ...} without its {end}");
            }
        }

        private void repeat(ListIterable<?> things) {
            int begin = end;
            if (things.isEmpty()) {
                choose(false, false);
            }
            things.forEachWithIndex((thing, i) -> {
                end = begin;
                findings.each(thing);
                choose(true, i < things.size() - 1);
            });
        }
    }
}
