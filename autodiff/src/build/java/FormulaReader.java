import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the formulas of one class: the small part of Java that {@link Formula} describes, and
 * nothing else.
 */
final class FormulaReader {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<doc>/\\*\\*.*?\\*/)|(?<skipped>/\\*.*?\\*/|//[^\\n]*|\\s+)"
                    + "|(?<number>0[xX][\\w.]+[pP][+-]?\\d+[fFdD]?|\\d[\\d_.]*(?:[eE][+-]?\\d+)?[fFdDlL]?)"
                    + "|(?<word>@?[A-Za-z_][\\w.]*)|(?<sign>\"[^\"]*\"|[<>=!]=|&&|\\|\\||.)",
            Pattern.DOTALL);
    private static final Set<String> TYPES = Set.of("float", "double", "boolean", "int", "long");
    private static final Map<String, Integer> STRENGTHS = Map.ofEntries(
            Map.entry("||", 1),
            Map.entry("&&", 2),
            Map.entry("==", 5),
            Map.entry("!=", 5),
            Map.entry("<", 6),
            Map.entry("<=", 6),
            Map.entry(">", 6),
            Map.entry(">=", 6),
            Map.entry("+", 8),
            Map.entry("-", 8),
            Map.entry("*", 9),
            Map.entry("/", 9));

    private record Token(String kind, String text, int line) {
        boolean is(String wanted) {
            return text.equals(wanted);
        }
    }

    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private String owner = "";

    FormulaReader(String source) {
        Matcher matcher = TOKEN.matcher(source);
        int line = 1;
        while (matcher.find()) {
            String text = matcher.group();
            if (matcher.group("skipped") == null) {
                String kind = matcher.group("doc") != null
                        ? "doc"
                        : matcher.group("number") != null ? "number" : matcher.group("word") != null ? "word" : "sign";
                tokens.add(new Token(kind, text, line));
            }
            line += (int) text.chars().filter(c -> c == '\n').count();
        }
        tokens.add(new Token("end", "the end of the file", line));
    }

    List<Formula> formulas() {
        while (!accept("class")) {
            next();
        }
        owner = next().text();
        skipPast("{");
        List<Formula> formulas = new ArrayList<>();
        while (!accept("}")) {
            member(formulas);
        }
        return formulas;
    }

    /** A constant or a constructor, which are passed over, or a formula. */
    private void member(List<Formula> formulas) {
        String doc = "";
        boolean hidden = true;
        boolean plain = false;
        List<String> words = new ArrayList<>();
        while (!peek().is("(") && !peek().is("=")) {
            Token token = next();
            if (token.kind().equals("doc")) {
                doc = token.text();
            } else if (token.kind().equals("word")) {
                hidden &= !token.is("public");
                plain |= token.is("@PlainLoop");
                words.add(token.text());
            } else {
                throw problem("a formula or a constant", token);
            }
        }
        String name = words.removeLast();
        if (peek().is("=")) {
            skipPast(";");
        } else if (name.equals(owner)) {
            skipPast("}");
        } else {
            formulas.add(formula(doc, hidden, plain, words.getLast(), name));
        }
    }

    private Formula formula(String doc, boolean hidden, boolean plain, String type, String name) {
        List<Formula.Parameter> parameters = parameters();
        expect("{");
        Term rare = null;
        if (accept("if")) {
            expect("(");
            rare = expression(0);
            expect(")");
            skipPast("}");
        }
        List<Formula.Line> lines = new ArrayList<>();
        while (!accept("return")) {
            Token first = next();
            String local = TYPES.contains(first.text()) ? next().text() : first.text();
            if (!accept("=")) {
                throw problem("type name = expression; or return expression;", first);
            }
            lines.add(new Formula.Line(local, expression(0)));
            expect(";");
        }
        Term result = expression(0);
        expect(";");
        expect("}");
        return new Formula(owner, name, doc, hidden, plain, type, parameters, rare, lines, result);
    }

    private List<Formula.Parameter> parameters() {
        List<Formula.Parameter> parameters = new ArrayList<>();
        expect("(");
        while (!accept(")")) {
            boolean constant = accept("@Constant");
            parameters.add(new Formula.Parameter(next().text(), next().text(), constant));
            accept(",");
        }
        return parameters;
    }

    /** An expression whose operators bind at least as tightly as {@code strength}. */
    private Term expression(int strength) {
        Term left = unary();
        while (STRENGTHS.getOrDefault(peek().text(), -1) >= Math.max(1, strength)) {
            String operator = next().text();
            int own = STRENGTHS.get(operator);
            left = new Term.Binary(operator, own, left, expression(own + 1));
        }
        if (strength > 0 || !accept("?")) {
            return left;
        }
        Term yes = expression(0);
        expect(":");
        return new Term.Choice(left, yes, expression(0));
    }

    private Term unary() {
        if (accept("-")) {
            return new Term.Prefix("-", unary());
        }
        if (accept("(")) {
            if (TYPES.contains(peek().text())) {
                String type = next().text();
                expect(")");
                return new Term.Prefix("(" + type + ")", unary());
            }
            Term inside = expression(0);
            expect(")");
            return inside;
        }
        Token token = next();
        if (token.kind().equals("number")) {
            return new Term.Literal(token.text());
        }
        if (!token.kind().equals("word")) {
            throw problem("an expression", token);
        }
        return accept("(") ? new Term.Call(token.text(), arguments()) : new Term.Name(token.text());
    }

    private List<Term> arguments() {
        List<Term> arguments = new ArrayList<>();
        while (!accept(")")) {
            arguments.add(expression(0));
            accept(",");
        }
        return arguments;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        if (token.kind().equals("end")) {
            throw problem("more", token);
        }
        at++;
        return token;
    }

    private boolean accept(String text) {
        boolean here = peek().is(text);
        at += here ? 1 : 0;
        return here;
    }

    private void expect(String text) {
        if (!accept(text)) {
            throw problem("'" + text + "'", peek());
        }
    }

    private void skipPast(String text) {
        while (!accept(text)) {
            next();
        }
    }

    private IllegalArgumentException problem(String need, Token got) {
        return new IllegalArgumentException(
                owner + ".java, line " + got.line() + ": needs " + need + ", got '" + got.text() + "'");
    }
}
