package gradus.plots;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Texts below images, broken between words into lines that fit their columns.
 *
 * @param lines those of each text
 * @param width of a column, in pixels of the page: what is asked for, or more for a longer word
 */
record Captions(ImmutableList<ImmutableList<String>> lines, int width) {
    private static final Font FONT = Palette.font(13);
    private static final FontRenderContext ON_PAGE = new FontRenderContext(null, true, false);
    private static final int FIRST_LINE = 20;
    private static final int LINE = 16;
    private static final int BASELINE = 15;

    static Captions of(ImmutableList<String> texts, int columnWidth) {
        int longest =
                texts.flatCollect(Captions::words).collectInt(Captions::width).maxIfEmpty(0);
        int width = Math.max(columnWidth, longest);
        return new Captions(texts.collect(text -> broken(text, width)), width);
    }

    /** The height of the longest text. */
    int height() {
        return lines.isEmpty()
                ? 0
                : FIRST_LINE + LINE * (lines.collectInt(ImmutableList::size).max() - 1);
    }

    /** Draws a text below what ends at {@code top}. */
    void draw(Graphics2D graphics, int text, int middle, int top) {
        graphics.setFont(FONT);
        graphics.setColor(Palette.INK);
        lines.get(text)
                .forEachWithIndex(
                        (line, i) -> graphics.drawString(line, middle - width(line) / 2, top + BASELINE + i * LINE));
    }

    private static ImmutableList<String> broken(String text, int width) {
        var lines = Lists.mutable.<String>empty();
        String line = "";
        for (String word : words(text)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer) > width) {
                lines.add(line);
                line = word;
            } else {
                line = longer;
            }
        }
        return lines.with(line).toImmutable();
    }

    private static ImmutableList<String> words(String text) {
        return Lists.immutable.with(text.split(" ", -1));
    }

    private static int width(String text) {
        return (int) Math.ceil(FONT.getStringBounds(text, ON_PAGE).getWidth());
    }
}
