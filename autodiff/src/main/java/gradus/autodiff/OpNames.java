package gradus.autodiff;

/** The names of operators, made once a class: every operation asks for one, in case an error has to name it. */
final class OpNames {
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> operator) {
            String name = operator.getSimpleName();
            if (name.isEmpty()) {
                return "customOp"; // an anonymous class
            }
            return Character.toLowerCase(name.charAt(0)) + name.substring(1);
        }
    };

    private OpNames() {}

    static String of(Class<? extends Op> operator) {
        return NAMES.get(operator);
    }
}
