package gradus.nn;

import gradus.bits.UnsignedJars;
import gradus.docs.Snippets;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.eclipse.collections.api.factory.Lists;

/** A module {@code user.app} of a user, compiled against the modules of Gradus and run beside them. */
final class UserModule {
    private static final String MODULES = UnsignedJars.of(Snippets.modules());

    private final Path classes;

    /** What the compiler says; empty if it is content. */
    final String messages;

    /**
     * Compiles.
     *
     * @param directives of {@code module-info.java}
     * @param main the file of the class {@code user.Main}
     */
    UserModule(Path folder, String directives, String main) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path info = Files.writeString(sources.resolve("module-info.java"), "module user.app { " + directives + " }");
        Path program = Files.createDirectories(sources.resolve("user")).resolve("Main.java");
        Files.writeString(program, main);
        classes = folder.resolve("classes");
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        var options = List.of("-nowarn", "-p", MODULES, "-d", classes.toString());
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(info, program))
                .call();
        messages = compiled ? "" : said.toString();
    }

    /** What the static method of that name in {@code user.Main} gives. */
    Object call(String method) throws Exception {
        var finder = ModuleFinder.of(Lists.immutable
                .with(MODULES.split(File.pathSeparator))
                .newWith(classes.toString())
                .collect(Path::of)
                .toArray(new Path[0]));
        Configuration configuration =
                ModuleLayer.boot().configuration().resolveAndBind(finder, ModuleFinder.of(), List.of("user.app"));
        var controller = ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(ModuleLayer.boot()), ClassLoader.getPlatformClassLoader());
        ClassLoader loader = controller.layer().findLoader("user.app");
        Class<?> main = loader.loadClass("user.Main");
        controller.addOpens(main.getModule(), "user", UserModule.class.getModule()); // to this test alone
        var thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return main.getMethod(method).invoke(null);
        } catch (InvocationTargetException thrown) {
            return thrown.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
