using Pharos.Rego.Bundles;

namespace Pharos.Rego.Tests.Bundles;

public sealed class BundleReaderTests
{
    [Fact]
    public void Modules_and_data_stand_where_their_paths_say()
    {
        var bundle = Archives.Read(Archives.Files(
            (".manifest", """{"revision":"r1","roots":["acme"],"metadata":{"team":"a"},"rego_version":1}"""),
            ("acme/rules.rego", "package acme.rules\n\np := data.acme.limits.most"),
            ("acme/limits/data.json", """{"most":7}"""),
            ("acme/names/data.yaml", "first: ada\nyears: [1815, 1852]\nalive: false\n")));
        bundle.Manifest.Revision.ShouldBe("r1");
        bundle.Modules.Single().Id.ShouldBe("acme/rules.rego");
        bundle.Data.ToJson().ShouldBe("""{"acme":{"limits":{"most":7},"names":{"alive":false,"first":"ada","years":[1815,1852]}}}""");
    }

    [Fact]
    public void A_bundle_without_a_manifest_owns_everything() => Archives.Read(Archives.Files(("a.rego", "package a"))).Manifest.Roots.ShouldBe([""]);

    [Fact]
    public void Data_and_packages_outside_the_roots_are_all_named()
    {
        var problems = Archives.Problems(Archives.Files(
            (".manifest", """{"roots":["acme/http","acme/db"]}"""),
            ("a.rego", "package acme.httpd"),
            ("b.rego", "package acme.http.inner"),
            ("data.json", """{"acme":{"db":1,"other":2},"zoo":{}}""")));
        problems.Select(problem => problem.Code).ShouldAllBe(code => code == "bundle.roots");
        problems.Count.ShouldBe(3);
        problems[0].ToString().ShouldContain("acme.httpd");
        problems[1].ToString().ShouldContain("/acme/other");
        problems[2].ToString().ShouldContain("/zoo");
    }

    [Theory]
    [InlineData("""{"roots":["a","a/b"]}""", "bundle.roots-overlap")]
    [InlineData("""{"roots":["","b"]}""", "bundle.roots-overlap")]
    [InlineData("""{"roots":"a"}""", "bundle.manifest")]
    [InlineData("""{"rego_version":2}""", "bundle.manifest")]
    [InlineData("""{"file_rego_versions":{"/[":0}}""", "bundle.manifest")]
    [InlineData("[]", "bundle.manifest")]
    [InlineData("{", "bundle.manifest")]
    public void A_manifest_that_makes_no_sense_is_refused(string manifest, string code) =>
        Archives.Problems(Archives.Files((".manifest", manifest))).ShouldContain(problem => problem.Code == code);

    [Fact]
    public void The_dialect_of_a_file_comes_from_its_pattern_and_else_from_the_manifest()
    {
        var manifest = Archives.Read(Archives.Files((".manifest", """{"rego_version":0,"file_rego_versions":{"/new/*.rego":1}}"""))).Manifest;
        manifest.VersionOf("old/a.rego").ShouldBe(RegoVersion.V0);
        manifest.VersionOf("new/deep/a.rego").ShouldBe(RegoVersion.V1);
        BundleManifest.Empty.VersionOf("a.rego").ShouldBeNull();
    }

    [Fact]
    public void A_module_that_is_no_UTF8_is_refused_with_its_place()
    {
        var files = new BundleFiles();
        files.TryAdd(new BundleFile("acme/rules.rego", (byte[])[.. "package acme\np := \""u8, 0xe9, (byte)'"'])).ShouldBeTrue();
        Archives.Problems(files).Single().ToString().ShouldBe("acme/rules.rego:2: rego_parse_error: illegal utf-8 character: byte 0xe9 at offset 19");
    }

    [Fact]
    public void Two_files_with_the_same_value_are_a_conflict() =>
        Archives.Problems(Archives.Files(("a/data.json", """{"b":1}"""), ("data.json", """{"a":{"b":2}}"""))).Single().Message.ShouldContain("/a/b");

    [Fact]
    public void Every_broken_file_is_named_at_once()
    {
        var problems = Archives.Problems(Archives.Files(("a.rego", "package a\np := "), ("b/data.json", "{"), ("c/data.yaml", "a: [")));
        problems.Select(problem => problem.File).ShouldBe(["a.rego", "b/data.json", "c/data.yaml"], ignoreOrder: true);
        problems.First(problem => problem.File == "a.rego").Row.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_few_lines_of_YAML_that_stand_for_billions_of_values_are_refused() =>
        Archives.Problems(Archives.Files(("data.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 12).Select(i => $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + i - 1)}", 9))}]\n")))))
            .Single().Code.ShouldBe("bundle.data");

    [Fact]
    public void WebAssembly_is_kept_out_with_a_note() =>
        Archives.Read(Archives.Files(("policy.wasm", "x"), (".manifest", """{"wasm":[{"entrypoint":"a/b","module":"/policy.wasm"}]}"""))).Notes.Count.ShouldBe(2);

    [Fact]
    public void Bundles_that_own_different_parts_are_merged()
    {
        var a = Archives.Read(Archives.Files((".manifest", """{"roots":["a"]}"""), ("a/x.rego", "package a"), ("a/data.json", """{"n":1}""")));
        var b = Archives.Read(Archives.Files((".manifest", """{"roots":["b"],"rego_version":0}"""), ("b/x.rego", "package b")));
        var merged = BundleMerge.Merge([("a", a), ("b", b)]).ShouldBeOfType<BundleOutcome.Read>().Bundle;
        merged.Manifest.Roots.ShouldBe(["a", "b"]);
        merged.Manifest.VersionOf("b/x.rego").ShouldBe(RegoVersion.V0);
        merged.Data.ToJson().ShouldBe("""{"a":{"n":1}}""");
    }

    [Fact]
    public void Bundles_with_overlapping_roots_are_not_merged()
    {
        var a = Archives.Read(Archives.Files(("a.rego", "package a")));
        BundleMerge.Merge([("one", a), ("two", a with { Modules = [] })]).ShouldBeOfType<BundleOutcome.Refused>().Problems.Single().Code.ShouldBe("bundle.roots-overlap");
    }

    [Fact]
    public void A_written_bundle_is_read_back()
    {
        var bundle = Archives.Read(Archives.Files((".manifest", """{"revision":"7","roots":["a"],"metadata":{"k":[1]}}"""), ("a/x.rego", "package a"), ("a/data.json", """{"n":1.50}""")));
        var again = Archives.Read(BundleWriter.Files(bundle));
        again.Data.ShouldBe(bundle.Data);
        again.Modules.ShouldBe(bundle.Modules);
        again.Manifest.ToDocument().ShouldBe(bundle.Manifest.ToDocument());
    }
}
