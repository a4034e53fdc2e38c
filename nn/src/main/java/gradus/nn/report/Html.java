package gradus.nn.report;

/** Text as HTML and XML understand it. */
final class Html {
    private Html() {}

    /** For contents and for attributes in quotes. Control characters, which XML has no way to write, become spaces. */
    static String escape(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** An element that holds a text. */
    static String element(String name, String text) {
        return "<" + name + ">" + escape(text) + "</" + name + ">\n";
    }
}
