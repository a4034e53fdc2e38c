/** One program per assignment and a launcher. */
module gradus.examples {
    requires gradus.nn;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires java.desktop;
    requires xchart;

    opens gradus.examples to
            info.picocli;
}
