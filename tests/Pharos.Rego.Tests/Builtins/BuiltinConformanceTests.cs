using Pharos.Rego.Conformance;

namespace Pharos.Rego.Tests.Builtins;

public sealed class BuiltinConformanceTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance");

    [Theory]
    [InlineData("cryptohmacequal")]
    [InlineData("cryptohmacmd5")]
    [InlineData("cryptohmacsha1")]
    [InlineData("cryptohmacsha256")]
    [InlineData("cryptohmacsha512")]
    [InlineData("cryptomd5")]
    [InlineData("cryptosha256")]
    [InlineData("cryptox509parseandverifycertificates")]
    [InlineData("cryptox509parsecertificaterequest")]
    [InlineData("cryptox509parsecertificates")]
    [InlineData("cryptox509parsekeypair")]
    [InlineData("globmatch")]
    [InlineData("globquotemeta")]
    [InlineData("globsmatch")]
    [InlineData("graphql")]
    [InlineData("jsonbuiltins")]
    [InlineData("jsonschema")]
    [InlineData("jwtbuiltins")]
    [InlineData("jwtdecodeverify")]
    [InlineData("jwtencodesign")]
    [InlineData("jwtencodesignheadererrors")]
    [InlineData("jwtencodesignpayloaderrors")]
    [InlineData("jwtencodesignraw")]
    [InlineData("jwtverifyeddsa")]
    [InlineData("jwtverifyhs256")]
    [InlineData("jwtverifyhs384")]
    [InlineData("jwtverifyhs512")]
    [InlineData("jwtverifyrsa")]
    [InlineData("netlookupipaddr")]
    [InlineData("providers-aws")]
    [InlineData("regexfind")]
    [InlineData("regexfindallstringsubmatch")]
    [InlineData("regexisvalid")]
    [InlineData("regexmatch")]
    [InlineData("regexmatchtemplate")]
    [InlineData("regexreplace")]
    [InlineData("regexsplit")]
    [InlineData("regoparsemodule")]
    [InlineData("rendertemplate")]
    [InlineData("semvercompare")]
    [InlineData("semverisvalid")]
    [InlineData("units")]
    [InlineData("uribuiltins")]
    [InlineData("uuid")]
    public void Every_public_case_of_these_builtins_passes_in_both_dialects(string folder)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Root, "v1")), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var failures = Failures("v1", folder, RegoVersion.V1).Concat(Failures("v0", folder, RegoVersion.V0)).ToList();
        failures.ForEach(output.WriteLine);
        failures.ShouldBeEmpty();
    }

    private static IEnumerable<string> Failures(string dialect, string folder, RegoVersion version)
    {
        var root = Path.Combine(Root, dialect, folder);
        return !Directory.Exists(root)
            ? []
            : ConformanceCase.Load(root)
                .Select(c => (c.Note, Why: ConformanceRunner.Run(c, new CompileOptions { RegoVersion = version })))
                .Where(static r => r.Why is not null)
                .Select(r => $"{dialect} {r.Note} | {r.Why!.ReplaceLineEndings(" ")}");
    }
}
