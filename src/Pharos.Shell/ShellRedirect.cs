namespace Pharos.Shell;

/// <summary>A redirection of one command.</summary>
/// <param name="Operator">The operator as written without its descriptor: <c>&gt; &gt;&gt; &gt;| &lt; &lt;&gt; &amp;&gt; &amp;&gt;&gt; &gt;&amp; &lt;&amp; &lt;&lt; &lt;&lt;- &lt;&lt;&lt;</c>.</param>
/// <param name="Descriptor">The descriptor named before the operator, or the operator's default.</param>
/// <param name="Target">The file, descriptor or, for here-documents and here-strings, the body.</param>
public sealed record ShellRedirect(string Operator, int Descriptor, ShellWord Target);
