package gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is painted as SVG. The colors of {@link Palette} take those of the page, so that the
 * drawing suits light and dark ones; all others stay as they are. The same painting always gives
 * the same text.
 */
final class SvgGraphics extends ShapeGraphics {

    /** What all copies of a graphics write to; neighbors of one look share an element. */
    private static final class Sheet {
        final String name;
        final StringBuilder svg = new StringBuilder();
        final StringBuilder definitions = new StringBuilder();
        final SvgPath path = new SvgPath();
        String look = "";
        String clip = "";
        int clips;
        int gradients;

        Sheet(String name) {
            this.name = name;
        }

        void flush() {
            if (!path.isEmpty()) {
                svg.append("<path")
                        .append(look)
                        .append(" d=\"")
                        .append(path.take())
                        .append("\"/>\n");
            }
        }
    }

    private final Sheet sheet;

    /** An empty drawing; {@code name} begins all its ids. */
    SvgGraphics(String name) {
        sheet = new Sheet(name);
    }

    private SvgGraphics(Sheet sheet, Graphics2D state) {
        super(state);
        this.sheet = sheet;
    }

    /** The elements, without the {@code <svg>} around them. */
    String elements() {
        sheet.flush();
        String definitions = sheet.definitions.isEmpty() ? "" : "<defs>\n" + sheet.definitions + "</defs>\n";
        return definitions + sheet.svg;
    }

    @Override
    public Graphics create() {
        return new SvgGraphics(sheet, (Graphics2D) state.create());
    }

    @Override
    public void fill(Shape shape) {
        if (shape instanceof Ellipse2D circle && circle.getWidth() == circle.getHeight()) {
            fillCircle(circle);
            return;
        }
        Shape placed = getTransform().createTransformedShape(shape);
        add(placed, 0, fillStyle() + clipOf(placed.getBounds2D()));
    }

    /** Scatter plots have thousands: two arcs are shorter than four curves. */
    private void fillCircle(Ellipse2D circle) {
        Point2D middle = getTransform().transform(new Point2D.Double(circle.getCenterX(), circle.getCenterY()), null);
        double radius = circle.getWidth() / 2 * scale();
        Rectangle2D bounds =
                new Rectangle2D.Double(middle.getX() - radius, middle.getY() - radius, 2 * radius, 2 * radius);
        look(fillStyle() + clipOf(bounds));
        sheet.path.circle(middle.getX(), middle.getY(), radius);
    }

    private String fillStyle() {
        return getPaint() instanceof LinearGradientPaint gradient ? gradient(gradient) : style("fill", getColor());
    }

    private String gradient(LinearGradientPaint paint) {
        Point2D from = getTransform().transform(paint.getStartPoint(), null);
        Point2D to = getTransform().transform(paint.getEndPoint(), null);
        String id = sheet.name + "-gradient-" + ++sheet.gradients;
        StringBuilder stops = new StringBuilder();
        for (int i = 0; i < paint.getColors().length; i++) {
            stops.append("<stop offset=\"")
                    .append(SvgPath.number(paint.getFractions()[i]))
                    .append('"');
            stops.append(style("stop-color", paint.getColors()[i])).append("/>\n");
        }
        sheet.definitions.append("""
                <linearGradient id="%s" gradientUnits="userSpaceOnUse" x1="%s" y1="%s" x2="%s" y2="%s">
                %s</linearGradient>
                """.formatted(
                        id,
                        SvgPath.number(from.getX()),
                        SvgPath.number(from.getY()),
                        SvgPath.number(to.getX()),
                        SvgPath.number(to.getY()),
                        stops));
        return " fill=\"url(#" + id + ")\"";
    }

    @Override
    public void draw(Shape shape) {
        Shape placed = getTransform().createTransformedShape(shape);
        BasicStroke stroke = getStroke() instanceof BasicStroke basic ? basic : new BasicStroke();
        double width = stroke.getLineWidth() * scale();
        Rectangle2D bounds = placed.getBounds2D();
        bounds.setFrame(
                bounds.getX() - width / 2,
                bounds.getY() - width / 2,
                bounds.getWidth() + width,
                bounds.getHeight() + width);
        add(
                placed,
                0.1,
                " fill=\"none\"" + style("stroke", getColor()) + strokeAttributes(stroke, width) + clipOf(bounds));
    }

    private String strokeAttributes(BasicStroke stroke, double width) {
        StringBuilder attributes = new StringBuilder(" stroke-width=\"" + SvgPath.number(width) + "\"");
        if (stroke.getLineJoin() == BasicStroke.JOIN_ROUND) {
            attributes.append(" stroke-linejoin=\"round\"");
        }
        float @Nullable [] dashes = stroke.getDashArray();
        if (dashes != null) {
            attributes.append(" stroke-dasharray=\"");
            for (float dash : dashes) {
                attributes.append(SvgPath.number(dash * scale())).append(' ');
            }
            attributes.append('"');
        }
        return attributes.toString();
    }

    private double scale() {
        return Math.sqrt(Math.abs(getTransform().getDeterminant()));
    }

    /**
     * Translucent shapes stay apart: where they lie on each other, the page shines through less.
     */
    private void look(String look) {
        if (!look.equals(sheet.look) || look.contains("-opacity")) {
            sheet.flush();
            sheet.look = look;
        }
    }

    private void add(Shape placed, double closeness, String look) {
        look(look);
        sheet.path.add(placed.getPathIterator(null), closeness);
    }

    /**
     * Text stays text, stretched to the width that was reckoned with, whatever font the reader has.
     */
    @Override
    public void drawString(String text, float x, float y) {
        sheet.flush();
        AffineTransform transform = getTransform();
        Point2D place = transform.transform(new Point2D.Float(x, y), null);
        double angle = Math.toDegrees(StrictMath.atan2(transform.getShearY(), transform.getScaleX()));
        String turn = angle == 0
                ? ""
                : " transform=\"rotate(%s %s %s)\""
                        .formatted(SvgPath.number(angle), SvgPath.number(place.getX()), SvgPath.number(place.getY()));
        double width = getFont().getStringBounds(text, getFontRenderContext()).getWidth() * scale();
        sheet.svg.append(
                "<text x=\"%s\" y=\"%s\" font-family=\"system-ui,sans-serif\" font-size=\"%s\" textLength=\"%s\""
                        .formatted(
                                SvgPath.number(place.getX()),
                                SvgPath.number(place.getY()),
                                SvgPath.number(getFont().getSize2D() * scale()),
                                SvgPath.number(width)));
        sheet.svg.append(" lengthAdjust=\"spacingAndGlyphs\"").append(style("fill", getColor()));
        sheet.svg.append(turn).append('>').append(escape(text)).append("</text>\n");
    }

    private static String escape(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    @Override
    void image(BufferedImage image, Rectangle2D place) {
        sheet.flush();
        Rectangle2D placed = getTransform().createTransformedShape(place).getBounds2D();
        sheet.svg.append("<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\""
                .formatted(
                        SvgPath.number(placed.getX()),
                        SvgPath.number(placed.getY()),
                        SvgPath.number(placed.getWidth()),
                        SvgPath.number(placed.getHeight())));
        sheet.svg
                .append(" style=\"image-rendering:pixelated\"")
                .append(clipOf(placed))
                .append(" href=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(Painting.png(image)))
                .append("\"/>\n");
    }

    private static String style(String property, Color color) {
        String opacity =
                color.getAlpha() == 255 ? "" : ";" + property + "-opacity:" + SvgPath.number(color.getAlpha() / 255.0);
        String hex = String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
        String variable = Palette.variable(color);
        return " style=\"" + property + ":" + (variable.isEmpty() ? hex : "var(--" + variable + "," + hex + ")")
                + opacity + "\"";
    }

    /** An attribute that cuts off what is beyond the clip; none if nothing is. */
    private String clipOf(Rectangle2D bounds) {
        @Nullable Shape clip = getClip();
        if (clip == null) {
            return "";
        }
        Shape placed = getTransform().createTransformedShape(clip);
        if (placed.contains(bounds)) {
            return "";
        }
        SvgPath path = new SvgPath();
        path.add(placed.getPathIterator(null), 0);
        String outline = path.take();
        if (!outline.equals(sheet.clip)) {
            sheet.clip = outline;
            sheet.clips++;
            sheet.definitions.append("<clipPath id=\"%s-clip-%d\"><path d=\"%s\"/></clipPath>\n"
                    .formatted(sheet.name, sheet.clips, outline));
        }
        return " clip-path=\"url(#" + sheet.name + "-clip-" + sheet.clips + ")\"";
    }
}
