package gradus.plots;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.nn.report.Report;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The colors of curves, as a page has them in the light and in the dark. */
class PaletteTest {
    private static final List<String> PAGES = List.of("light", "dark");

    /**
     * What eyes without long, middle or short cones see, of linear red, green and blue: Machado,
     * Oliveira and Fernandes, IEEE TVCG 15 (2009), table 1.
     */
    private static final List<double[][]> EYES = List.of(
            new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            new double[][] {
                {0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}
            },
            new double[][] {
                {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
            },
            new double[][] {
                {1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}
            });

    /** The values of a variable in the style of a report: the light one, then the dark one. */
    private static List<Color> values(String variable) {
        Matcher found = Pattern.compile("--" + variable + ": #(\\p{XDigit}{3}|\\p{XDigit}{6});")
                .matcher(new Report("", "").html());
        List<Color> values = found.results()
                .map(match -> match.group(1))
                .map(digits -> digits.length() == 3 ? digits.replaceAll("(.)", "$1$1") : digits)
                .map(digits -> Color.decode("#" + digits))
                .toList();
        assertThat(values).as(variable).hasSize(PAGES.size());
        return values;
    }

    private static List<Color> series(int page) {
        return IntStream.range(0, Palette.colors())
                .mapToObj(i -> values(Palette.variable(Palette.series(i))).get(page))
                .toList();
    }

    @Test
    void theLightPageHasTheColorsOfThePictures() {
        assertThat(series(0))
                .containsExactlyElementsOf(IntStream.range(0, Palette.colors())
                        .mapToObj(Palette::series)
                        .toList());
    }

    /** WCAG 2.2, 1.4.11: graphics need 3:1. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void everyCurveIsSeenOnThePage(int page) {
        Color paper = values("paper").get(page);
        for (Color color : series(page)) {
            assertThat(contrast(color, paper))
                    .as(PAGES.get(page) + " " + hex(color))
                    .isGreaterThanOrEqualTo(3);
        }
    }

    /** The colors before had 0.076 on the light page, 0.040 on the dark one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void noTwoCurvesLookAlikeToAnyEyes(int page) {
        List<Color> colors = series(page);
        for (double[][] eyes : EYES) {
            for (int i = 0; i < colors.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(distance(perceived(colors.get(i), eyes), perceived(colors.get(j), eyes)))
                            .as(PAGES.get(page) + " " + hex(colors.get(i)) + " " + hex(colors.get(j)))
                            .isGreaterThan(0.09);
                }
            }
        }
    }

    private static String hex(Color color) {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
    }

    private static double[] linear(Color color) {
        return IntStream.of(color.getRed(), color.getGreen(), color.getBlue())
                .mapToDouble(channel -> channel / 255.0)
                .map(c -> c <= 0.04045 ? c / 12.92 : StrictMath.pow((c + 0.055) / 1.055, 2.4))
                .toArray();
    }

    private static double contrast(Color a, Color b) {
        double one = luminance(a) + 0.05;
        double other = luminance(b) + 0.05;
        return Math.max(one, other) / Math.min(one, other);
    }

    private static double luminance(Color color) {
        return applied(new double[][] {{0.2126, 0.7152, 0.0722}}, linear(color))[0];
    }

    /**
     * Lightness and two color axes in which distances are about as seen: OKLab (Ottosson, 2020).
     */
    private static double[] perceived(Color color, double[][] eyes) {
        double[][] cones = {
            {0.4122214708, 0.5363325363, 0.0514459929},
            {0.2119034982, 0.6806995451, 0.1073969566},
            {0.0883024619, 0.2817188376, 0.6299787005}
        };
        double[][] axes = {
            {0.2104542553, 0.7936177850, -0.0040720468},
            {1.9779984951, -2.4285922050, 0.4505937099},
            {0.0259040371, 0.7827717662, -0.8086757660}
        };
        double[] seen = applied(eyes, linear(color));
        double[] inGamut = IntStream.range(0, 3)
                .mapToDouble(i -> Math.clamp(seen[i], 0, 1))
                .toArray();
        double[] response = applied(cones, inGamut);
        return applied(
                axes,
                IntStream.range(0, 3)
                        .mapToDouble(i -> StrictMath.cbrt(response[i]))
                        .toArray());
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .sum());
    }

    private static double[] applied(double[][] matrix, double[] vector) {
        return IntStream.range(0, matrix.length)
                .mapToDouble(row -> IntStream.range(0, vector.length)
                        .mapToDouble(i -> matrix[row][i] * vector[i])
                        .sum())
                .toArray();
    }
}
