package gradus.autodiff;

/** The names of operators, made once a class: every operation asks for one, in case an error has to name it. */
final class OpNames {
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> operator) {
            return of(operator.getSimpleName());
        }
    };

    private OpNames() {}

    static String of(Class<? extends Op> operator) {
        return NAMES.get(operator);
    }

    /** The name of the operators of a class with this simple name, which is empty for an anonymous one. */
    static String of(String simpleName) {
        return simpleName.isEmpty()
                ? "customOp"
                : Character.toLowerCase(simpleName.charAt(0)) + simpleName.substring(1);
    }
}
