package gradus.plots;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the many ways to paint down to four: filled shapes, stroked shapes, lines of text and
 * images in a rectangle. Color, font, stroke, transform and clip are those of a graphics that
 * nobody sees.
 */
abstract class ShapeGraphics extends Graphics2D {
    private static final BufferedImage UNSEEN = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);

    final Graphics2D state;

    ShapeGraphics() {
        this(UNSEEN.createGraphics());
        setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    }

    /** One that goes on with the settings of another. */
    ShapeGraphics(Graphics2D state) {
        this.state = state;
    }

    /** Paints an image into a rectangle. */
    abstract void image(BufferedImage image, Rectangle2D place);

    private static UnsupportedOperationException unsupported(String what) {
        return new UnsupportedOperationException("this drawing cannot hold " + what);
    }

    // spotless:off
    @Override public void drawLine(int x1, int y1, int x2, int y2) { draw(new Line2D.Double(x1, y1, x2, y2)); }
    @Override public void fillRect(int x, int y, int width, int height) { fill(new Rectangle(x, y, width, height)); }
    @Override public void clearRect(int x, int y, int width, int height) { fill(new Rectangle(x, y, width, height)); }
    @Override public void drawRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
        draw(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
    }
    @Override public void fillRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
        fill(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
    }
    @Override public void drawOval(int x, int y, int width, int height) {
        draw(new Ellipse2D.Double(x, y, width, height));
    }
    @Override public void fillOval(int x, int y, int width, int height) {
        fill(new Ellipse2D.Double(x, y, width, height));
    }
    @Override public void drawArc(int x, int y, int width, int height, int start, int extent) {
        draw(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.OPEN));
    }
    @Override public void fillArc(int x, int y, int width, int height, int start, int extent) {
        fill(new Arc2D.Double(x, y, width, height, start, extent, Arc2D.PIE));
    }
    @Override public void drawPolygon(int[] x, int[] y, int count) { draw(new Polygon(x, y, count)); }
    @Override public void fillPolygon(int[] x, int[] y, int count) { fill(new Polygon(x, y, count)); }
    @Override public void drawPolyline(int[] x, int[] y, int count) {
        Path2D line = new Path2D.Double();
        for (int i = 0; i < count; i++) {
            if (i == 0) { line.moveTo(x[i], y[i]); } else { line.lineTo(x[i], y[i]); }
        }
        draw(line);
    }

    @Override public void drawString(String text, int x, int y) { drawString(text, (float) x, (float) y); }
    @Override public void drawString(AttributedCharacterIterator text, int x, int y) {
        throw unsupported("text of several fonts");
    }
    @Override public void drawString(AttributedCharacterIterator text, float x, float y) {
        throw unsupported("text of several fonts");
    }
    @Override public void drawGlyphVector(GlyphVector glyphs, float x, float y) { fill(glyphs.getOutline(x, y)); }

    @Override public boolean drawImage(
            Image image, int x, int y, int width, int height, @Nullable ImageObserver observer) {
        if (!(image instanceof BufferedImage pixels)) {
            throw unsupported("an image that is no BufferedImage");
        }
        image(pixels, new Rectangle(x, y, width, height));
        return true;
    }
    @Override public boolean drawImage(Image image, int x, int y, @Nullable ImageObserver observer) {
        return drawImage(image, x, y, image.getWidth(null), image.getHeight(null), observer);
    }
    @Override public boolean drawImage(
            Image image, int x, int y, Color background, @Nullable ImageObserver observer) {
        throw unsupported("an image on a color");
    }
    @Override public boolean drawImage(
            Image image, int x, int y, int width, int height, Color background, @Nullable ImageObserver observer) {
        throw unsupported("an image on a color");
    }
    @Override public boolean drawImage(
            Image image, int x1, int y1, int x2, int y2, int fromX1, int fromY1, int fromX2, int fromY2,
            @Nullable ImageObserver observer) {
        throw unsupported("a part of an image");
    }
    @Override public boolean drawImage(
            Image image, int x1, int y1, int x2, int y2, int fromX1, int fromY1, int fromX2, int fromY2,
            Color background, @Nullable ImageObserver observer) {
        throw unsupported("a part of an image");
    }
    @Override public boolean drawImage(Image image, AffineTransform transform, @Nullable ImageObserver observer) {
        throw unsupported("a turned image");
    }
    @Override public void drawImage(BufferedImage image, BufferedImageOp filter, int x, int y) {
        throw unsupported("a filtered image");
    }
    @Override public void drawRenderedImage(RenderedImage image, AffineTransform transform) {
        throw unsupported("a turned image");
    }
    @Override public void drawRenderableImage(RenderableImage image, AffineTransform transform) {
        throw unsupported("a turned image");
    }
    @Override public void copyArea(int x, int y, int width, int height, int dx, int dy) {
        throw unsupported("a copy of itself");
    }
    @Override public void setXORMode(Color color) { throw unsupported("inverted colors"); }
    @Override public void setPaintMode() {}
    @Override public boolean hit(Rectangle place, Shape shape, boolean onStroke) {
        return state.hit(place, shape, onStroke);
    }

    @Override public GraphicsConfiguration getDeviceConfiguration() { return state.getDeviceConfiguration(); }
    @Override public void setComposite(Composite composite) {
        if (!composite.equals(AlphaComposite.SrcOver)) {
            throw unsupported("a composite; a color may be translucent");
        }
        state.setComposite(composite);
    }
    @Override public Composite getComposite() { return state.getComposite(); }
    @Override public void setPaint(@Nullable Paint paint) {
        if (!(paint == null || paint instanceof Color || paint instanceof LinearGradientPaint)) {
            throw unsupported("a paint that is neither a Color nor a LinearGradientPaint");
        }
        state.setPaint(paint);
    }
    @Override public Paint getPaint() { return state.getPaint(); }
    @Override public void setStroke(Stroke stroke) { state.setStroke(stroke); }
    @Override public Stroke getStroke() { return state.getStroke(); }
    @Override public void setRenderingHint(RenderingHints.Key key, Object value) { state.setRenderingHint(key, value); }
    @Override public Object getRenderingHint(RenderingHints.Key key) { return state.getRenderingHint(key); }
    @Override public void setRenderingHints(Map<?, ?> hints) { state.setRenderingHints(hints); }
    @Override public void addRenderingHints(Map<?, ?> hints) { state.addRenderingHints(hints); }
    @Override public RenderingHints getRenderingHints() { return state.getRenderingHints(); }
    @Override public void translate(int x, int y) { state.translate(x, y); }
    @Override public void translate(double x, double y) { state.translate(x, y); }
    @Override public void rotate(double angle) { state.rotate(angle); }
    @Override public void rotate(double angle, double x, double y) { state.rotate(angle, x, y); }
    @Override public void scale(double x, double y) { state.scale(x, y); }
    @Override public void shear(double x, double y) { state.shear(x, y); }
    @Override public void transform(AffineTransform transform) { state.transform(transform); }
    @Override public void setTransform(AffineTransform transform) { state.setTransform(transform); }
    @Override public AffineTransform getTransform() { return state.getTransform(); }
    @Override public void setBackground(Color color) { state.setBackground(color); }
    @Override public Color getBackground() { return state.getBackground(); }
    @Override public void clip(Shape shape) { state.clip(shape); }
    @Override public void clipRect(int x, int y, int width, int height) { state.clipRect(x, y, width, height); }
    @Override public void setClip(int x, int y, int width, int height) { state.setClip(x, y, width, height); }
    @Override public void setClip(@Nullable Shape shape) { state.setClip(shape); }
    @Override public @Nullable Shape getClip() { return state.getClip(); }
    @Override public @Nullable Rectangle getClipBounds() { return state.getClipBounds(); }
    @Override public FontRenderContext getFontRenderContext() { return state.getFontRenderContext(); }
    @Override public Color getColor() { return state.getColor(); }
    @Override public void setColor(Color color) { state.setColor(color); }
    @Override public Font getFont() { return state.getFont(); }
    @Override public void setFont(Font font) { state.setFont(font); }
    @Override public FontMetrics getFontMetrics(Font font) { return state.getFontMetrics(font); }
    @Override public void dispose() { state.dispose(); }
    // spotless:on

    @Override
    public abstract Graphics create();
}
