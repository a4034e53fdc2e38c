package gradus.examples.shared;

import java.lang.reflect.Method;
import module gradus.examples;
import org.jspecify.annotations.Nullable;

/**
 * What a program found, by name: the figures that the assignment asks for, and all else that its report says or shows.
 * A {@link ReportText} says where each of them stands.
 */
public final class Findings {
    private final Figures figures = new Figures();
    private final MutableMap<String, Object> values = Maps.mutable.empty();

    /** How a figure is written unless the text says otherwise. */
    private final MutableMap<String, String> forms = Maps.mutable.empty();

    Findings() {
        values.put("figures", figures);
    }

    /** The figures so far, in order. */
    Figures figures() {
        return figures;
    }

    /** A figure that is a part of 1, shown in percent. */
    public void share(String name, double share) {
        share(name, share, "");
    }

    /** The same beside what the original report has, which may be empty. */
    public void share(String name, double share, String reported) {
        figures.share(name, share, reported);
        value(name, share);
        forms.put(name, "percent");
    }

    /** A figure of any size. */
    public void number(String name, double number) {
        number(name, number, "");
    }

    /** The same beside what the original report has. */
    public void number(String name, double number, String reported) {
        figures.number(name, number, reported);
        value(name, number);
        forms.put(name, "brief");
    }

    /** A figure that is a whole number. */
    public void count(String name, long count) {
        count(name, count, "");
    }

    /** The same beside what the original report has. */
    public void count(String name, long count, String reported) {
        figures.count(name, count, reported);
        value(name, count);
    }

    /** A figure to its last digit. */
    public void exact(String name, double number, String reported) {
        figures.exact(name, number, reported);
        value(name, number);
    }

    /**
     * Anything else: a number or a word, a condition, a picture, a table or the things that its rows are about, a
     * listing, a drawing, or what has such things as its members.
     */
    public void value(String name, Object value) {
        if (values.put(name, value) != null) {
            throw new IllegalArgumentException(name + " is found twice");
        }
    }

    /** Pictures, each under its own name. */
    public void pictures(Picture... pictures) {
        for (Picture picture : pictures) {
            value(picture.name(), picture);
        }
    }

    /** Curves over a common axis; the text has the titles of the axes. */
    public void curves(String name, Curve... curves) {
        value(name, Lists.immutable.with(curves));
    }

    /** Curves over a common axis. */
    public void curves(String name, ImmutableList<Curve> curves) {
        value(name, curves);
    }

    /** The names of all pictures and curves. */
    ImmutableList<String> pictures() {
        return values.select((_, value) -> value instanceof Picture || isCurves(value))
                .keysView()
                .toImmutableList();
    }

    /** Whether this is what {@link #curves} adds. */
    static boolean isCurves(Object value) {
        return value instanceof ListIterable<?> list && list.getFirst() instanceof Curve;
    }

    /** What a path names, such as {@code accuracy} or {@code trials.last.accuracy}: see {@link #member}. */
    Object get(String path) {
        Object whole = values.get(path);
        if (whole != null) {
            return whole;
        }
        int dot = path.indexOf('.');
        Object value = values.get(dot < 0 ? path : path.substring(0, dot));
        if (value == null) {
            throw new IllegalArgumentException("the report names " + path + ", which was not found");
        }
        return member(value, path.substring(dot + 1));
    }

    /** The text of what a path names, in a form or, if that is null, in its own one. */
    String text(String path, @Nullable String form) {
        return Words.of(get(path), form == null ? forms.getIfAbsentValue(path, "") : form);
    }

    /** Makes this the one of which a repeated text speaks, as {@code it}. */
    void each(Object it) {
        values.put("it", it);
    }

    /**
     * What methods without parameters return, one of the result of the other; of a list {@code size}, {@code first},
     * {@code last} or a place, of one of numbers {@code min} and {@code max} too.
     */
    static Object member(Object thing, String path) {
        return Lists.immutable.with(path.split("\\.")).injectInto(thing, Findings::memberOf);
    }

    private static Object memberOf(Object of, String name) {
        return switch (of) {
            case DoubleList list when name.equals("min") -> list.min();
            case DoubleList list when name.equals("max") -> list.max();
            case DoubleList list -> memberOf(list.collect(Double::valueOf), name);
            case ListIterable<?> list ->
                switch (name) {
                    case "size" -> list.size();
                    case "first" -> list.getFirst();
                    case "last" -> list.getLast();
                    default -> list.get(Integer.parseInt(name));
                };
            case Epoch epoch when epoch.names().contains(name) -> epoch.get(name);
            default -> returned(of, name);
        };
    }

    private static Object returned(Object of, String name) {
        try {
            Method method = Lists.immutable
                    .with(of.getClass().getDeclaredMethods())
                    .newWithAll(Lists.immutable.with(of.getClass().getMethods()))
                    .detectOptional(each -> each.getName().equals(name) && each.getParameterCount() == 0)
                    .orElseThrow(() -> new NoSuchMethodException(name));
            method.setAccessible(true);
            return method.invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "the report names " + name + " of " + of.getClass().getName(), e);
        }
    }
}
