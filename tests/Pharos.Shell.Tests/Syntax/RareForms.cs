namespace Pharos.Shell.Tests.Syntax;

/// <summary>Short texts at the edges of the grammar, some of them scripts and some not.</summary>
internal static class RareForms
{
    /// <summary>The texts.</summary>
    public static readonly string[] All =
    [
        "! &", "! ||a", "( ! )", "x=$(! )", "{ ! }", "{ ! ; }", "if ! ; then a; fi", "time", "time &", "time;", "a && time", "a && !", "! ! a", "time ! a", "! time a",
        "time -p", "time -- a", "declare a[1 2]=x", "a[1 2]=x", "b a[1 2]=x", "a=(1)b", "a=(1)b=(2)", "declare a=(1)b", "for ((;;;)); do a; done", "for ((;;)) do a; done",
        "for ((i=0; i<(1;2); i++)); do a; done", "for ((1)); do a; done", "for (( ; ; )) { a; }", "for x in a; { b; }", "while a; { b; }", "select x in a; { b; }",
        "for x { b; }", "for x; do a; done", "for x\ndo a; done", "for x\nin a; do b; done", "for x in a\ndo b; done", "for 1x in a; do b; done", "for x+ in a; do b; done",
        "f ( ) { a; }", "f() a", "f()\n{ a; }", "function f() [[ x ]]", "function f [[ x ]]", "function f (a)", "f() ((1))", "f() for x; do a; done", "f() { a; } > x",
        "\"f\"() { a; }", "$x() { a; }", "f$x() { a; }", "a.b-c() { a; }", "if() { a; }", "function if { a; }", "1() { a; }", "{ a; } b", "(a) b", "(a)(b)", "a (b)", "coproc a",
        "coproc { a; }", "coproc x { a; }", "coproc x (a)", "coproc x=1 a", "coproc x >f", "coproc x if", "coproc ! a", "x=( a", "case x in esac", "case x in (a|b) c esac",
        "case x in a) b;; esac", "case x in a) ;; ;; esac", "case x in a)b;;c)esac", "case x in esac) a;; esac", "case x in (esac) a;; esac", "case x in a|) b;; esac",
        "case x in |a) b;; esac", "case x in a b) c;; esac", "case x in in) b;; esac", "if a; then b; else; fi", "if a; then fi", "while do a; done", "()", "( )", "{ }", "{ ;}",
        "{a; }", "{ a }", "$()", "`", "a;;", ";a", "a & ;", "a & & b", "a | | b", "| a", "& a", "a |& b", "a &> f", "a &>> f", "a >& 2", "a <& -", "a 2>&1>", "a {x}> f",
        "a <<<", "a <<", "a > > b", "a >| f", "a <> f", "a >&", "[[ a\n]]", "[[ a == b\n]]", "[[ -f a\n&& b ]]", "[[ a\n== b ]]", "[[ a == \n b ]]", "[[\n! \n a ]]",
        "[[ ( a ) ]]", "[[ a) ]]", "[[ -f ]]", "[[ -f == b ]]", "[[ ! ]]", "[[ -Q a ]]", "[[ a -nt b ]]", "[[ a && ]]", "[[ a <(b) ]]", "[[ <(b) ]]", "[[ a < <(b) ]]",
        "[[ a]] ]]", "[[a ]]", "[[ a == (b) ]]", "[[ a == @(b|c) ]]", "[[ @(b) == a ]]", "[[ a =~ a|b ]]", "[[ a =~ a&b ]]", "[[ a =~ a<b ]]", "[[ a =~ (a;b) ]]",
        "[[ a =~ $x( ]]", "[[ a =~ [)] ]]", "[[ a =~ [a b] ]]", "[[ a =~ (a]] ) ]]", "[[ a == b c ]]", "[[ a -a b ]]", "[[ a == b # c\n ]]", "[[ a = ! ]]", "[[ ! == ! ]]",
        "[[ a || ( b && c ) ]]", "[[ ]] ]]", "[[ a =~ ]]", "[[ -n if ]]", "[[ x ]] y", "[[ x ]]>f", "[[ (( 1 )) ]]", "[[ a =~ (a\nb) ]]", "[[ a == 3<b ]]", "[[ a>b ]]",
        "[[ {x} < a ]]", "! [[ a ]]", "[[ -z > ]]", "[[ a|b ]]", "\"${x-'}}\"", "\"${x-'}'}\"", "echo $'\\c''", "a[1\n2]=3", "e[b", "in", "coproc", "echo @(a|b)",
        "echo @() { a; }", "f@() { a; }", "!(a)", "x=(a b)c", "${x~~}", "${x~}", "${x[}", "\"${x:-\"a b\"}\"", "${x/a/'}'}", "${x:-`a`}", "$(case x in a) b;; esac)",
        "$(case x in (a) b;; esac)", "$(echo a #)\n)", "$(cat <<E\n)\nE\n)", "<(a) b", "a <(b;c)", "a > >(b)", "((a[1]))", "(( (1) + 2 ))", "((a) )", "$((a) )", "$(( (a) ))",
        "$((1+2)", "$[1+2]", "$[1", "x=$((", "a{b,c}", "${#}", "${##}", "${#x}", "${#?}", "${!x}", "${!x*}", "${!x@}", "${x@Q}", "${x:1:2}", "${x: -1}", "${@:1}", "${10}",
        "$10", "${", "${}", "${x", "$", "a$", "\"$\"", "$'a", "$\"a\"", "a\\", "a \\\n b", "#", "a #b", "a#b", "{ #a\n}", "`a #b`", "{fd}<a b", "a 2>1>3", "<a", "> a b",
        "x=1 y=2", "x=1 >a", "export x=(a)", "local x=(a) y", "alias x=(a)", "let x=(1)", "echo x=(1)", "a=([b]=c d)", "a=(b\nc #d\n)", "a=(;)", "a=(b;c)", "a=(b&c)", "a+=(b)",
        "a[1]+=b", "a[1]=(b)", "f() { local x; return; }", "if a; then b; fi; fi", "for f in a; do b; done < c | d", "until a; do b; done && c", "while :; do break; done &",
        "select x; do a; done", "case $x in \"a b\"|c*) d;; *) e;& f) g;;& esac", "case x in a) b ;; c) d ;; esac", "case x in\nesac", "case x\nin a) esac",
        "if a\nthen b\nelse c\nfi", "{ a; } 2>&1 | b", "! a | b", "a | ! b", "a && ! b", "time a | b", "a | time b",
    ];
}
