/** One program per assignment and a launcher. */
module gradus.examples {
    // what is transitive or exported comes with "import module gradus.examples"
    requires transitive gradus.plots;
    requires transitive org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires info.picocli;
    requires java.net.http; // with the next one what is optional in nn
    requires me.tongfei.progressbar;

    exports gradus.examples.shared to
            gradus.examples;

    opens gradus.examples to
            info.picocli;
    opens gradus.examples.shared to
            info.picocli;
    opens gradus.examples.sigmoid to
            info.picocli;
    opens gradus.examples.softmax to
            info.picocli;
    opens gradus.examples.digits to
            info.picocli;
    opens gradus.examples.softplus to
            info.picocli;
    opens gradus.examples.cifar to
            gradus.nn, // which finds the parts of a layer that is a record
            info.picocli;
    opens gradus.examples.lenet to
            info.picocli;
    opens gradus.examples.mnist to
            info.picocli;
    opens gradus.examples.table to
            info.picocli;
}
