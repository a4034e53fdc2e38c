import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The loop of one formula on vectors, as it grows line by line.
 *
 * <p>Arguments for which a formula, or one that it calls, has other code, its rare ones, take the
 * formula itself, with the whole vector that they are in. What such a function is on its own does
 * not matter to the loop, only its bits.
 */
final class Loop {
    private final Formula formula;
    private final Names names;
    private final boolean inDouble;
    private final Frames frame;
    private final Map<String, String> constants = new LinkedHashMap<>();
    private final StringBuilder lines = new StringBuilder();
    private int vectors;

    Loop(Formula formula, Names names) {
        this.formula = formula;
        this.names = names;
        inDouble = names.widened();
        frame = Frames.of(formula);
    }

    String text() {
        Map<String, String> scope = new HashMap<>();
        formula.parameters()
                .forEach(parameter ->
                        scope.put(parameter.name(), parameter.constant() ? parameter.rounded() : "v" + vectors++));
        Term result = formula.result();
        if (inDouble) {
            if (!(result instanceof Term.Prefix cast && cast.operator().equals("(float)"))) {
                throw problem("needs (float) of a function of ElementaryInDouble, as all of " + formula.owner());
            }
            result = cast.operand();
        }
        whereRare(formula, scope);
        String value = vector(inPlace(formula.owner(), formula.lines(), result, scope));
        StringBuilder before = new StringBuilder();
        if (frame == Frames.LIGHT_OF_ONE) {
            formula.constants()
                    .filter(c -> !c.rounded().equals(c.name()))
                    .forEach(c -> before.append("        array %s = (array) %s;\n".formatted(c.rounded(), c.name())));
        }
        constants.forEach((number, vector) -> before.append(
                "        var " + vector + " = FloatVector.broadcast(SPECIES, " + number(number) + ");\n"));
        StringBuilder parameters = new StringBuilder();
        formula.constants().forEach(constant -> parameters.append(", double ").append(constant.name()));
        return frame.text(inDouble)
                .replace("$before", before)
                .replace("$result", value)
                .replace("$lines", lines)
                .replace("$constants", parameters)
                .replace("$name", formula.name());
    }

    /** A constant of the formula is rounded where it is put into a vector. */
    private String number(String text) {
        return formula.constants()
                .filter(constant -> constant.rounded().equals(text) && !text.equals(constant.name()))
                .map(constant -> frame == Frames.LIGHT_OF_ONE ? text : "(array) " + constant.name())
                .findFirst()
                .orElse(text);
    }

    /**
     * Lanes with rare arguments of a formula, here with these arguments, are left to the formula of
     * the loop.
     */
    private void whereRare(Formula other, Map<String, String> scope) {
        if (other.rare() != null) {
            List<String> passed = new ArrayList<>(frame.elements());
            formula.constants().forEach(constant -> passed.add(number(constant.rounded())));
            lines.append(frame.rare()
                    .replace("$rare", value(other.owner(), other.rare(), scope))
                    .replace("$value", formula + "(" + String.join(", ", passed) + ")"));
        }
    }

    /** Writes lines whose names stand for vectors or constants; gives the result. */
    private String inPlace(String owner, List<Formula.Line> some, Term result, Map<String, String> scope) {
        some.forEach(line -> scope.put(line.name(), value(owner, line.value(), scope)));
        return value(owner, result, scope);
    }

    /** Writes the lines of an expression; gives the name of a vector, or the text of a constant. */
    private String value(String owner, Term expression, Map<String, String> scope) {
        return switch (expression) {
            case Term.Literal literal -> literal.text();
            case Term.Name name -> scope.getOrDefault(name.text(), name.text());
            case Term.Prefix prefix
            when prefix.operator().equals("-") -> {
                String operand = value(owner, prefix.operand(), scope);
                yield isConstant(operand) ? "-" + operand : operation("-", List.of(operand));
            }
            case Term.Binary binary ->
                operation(
                        "a " + binary.operator() + " b",
                        List.of(value(owner, binary.left(), scope), value(owner, binary.right(), scope)));
            case Term.Choice choice ->
                operation(
                        "a ? b : c",
                        List.of(
                                value(owner, choice.condition(), scope),
                                value(owner, choice.yes(), scope),
                                value(owner, choice.no(), scope)));
            case Term.Call call ->
                call(
                        owner,
                        call,
                        call.arguments().stream()
                                .map(argument -> value(owner, argument, scope))
                                .toList());
            case Term.Prefix _ -> throw problem("no loop on vectors can be made of " + expression);
        };
    }

    private String call(String owner, Term.Call call, List<String> arguments) {
        Optional<Formula> other = names.find(owner, call.name());
        if (other.isEmpty()) {
            return operation(call.name(), arguments);
        }
        Map<String, String> scope = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            scope.put(other.get().parameters().get(i).name(), arguments.get(i));
        }
        whereRare(other.get(), scope);
        return inPlace(other.get().owner(), other.get().lines(), other.get().result(), scope);
    }

    /** Writes the line of one operation; gives the name of its result. */
    private String operation(String name, List<String> operands) {
        String text = Operations.onVectors(name);
        if (text == null) {
            throw problem(name + " is neither a formula nor an exact operation");
        }
        if (name.equals("all")) {
            return operands.getFirst();
        }
        if (name.equals("powerOfTwo") && isConstant(operands.get(1))) {
            text = text.replace("BIASED_ROUNDER}).add($2)", "BIASED_ROUNDER + " + operands.get(1) + "})");
        }
        for (int i = 0; i < operands.size(); i++) {
            if (text.contains("$" + (i + 1))) {
                boolean asItIs = i == 1 && frame.isLight() && Operations.takesNumber(name);
                text = text.replace("$" + (i + 1), asItIs ? operands.get(i) : vector(operands.get(i)));
            }
        }
        text = Pattern.compile("\\{(.*?)}").matcher(text).replaceAll(match -> vector(match.group(1)));
        text = text.replace("BITS.", "viewAsIntegralLanes().").replace("NUMBERS", "viewAsFloatingLanes()");
        lines.append("            var v")
                .append(vectors)
                .append(" = ")
                .append(text)
                .append(";\n");
        return "v" + vectors++;
    }

    private static boolean isConstant(String value) {
        return !value.matches("v\\d+");
    }

    private String vector(String value) {
        return isConstant(value) ? constants.computeIfAbsent(value, _ -> "c" + constants.size()) : value;
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException(
                formula + ": " + what + "; docs/elementary-functions.md says how formulas are written");
    }
}
