namespace Pharos.Rego;

/// <summary>The two dialects of the language.</summary>
public enum RegoVersion
{
    /// <summary>Rego as of OPA 1.0: <c>if</c> and <c>contains</c> are required, and every keyword is one without an import.</summary>
    V1,

    /// <summary>Rego before OPA 1.0: bodies follow their heads without <c>if</c>, <c>p[x]</c> is a member of a set, and keywords are imported.</summary>
    V0,
}
