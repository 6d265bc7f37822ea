using System.Globalization;
using System.Text;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Cli.Bench;

/// <summary>The policies that other engines publish figures for.</summary>
internal static class RegoWorkloads
{
    private const string RbacModule = """
        package rbac

        bindings := [{"user": "alice", "roles": ["dev", "test"]}, {"user": "bob", "roles": ["test"]}]

        roles := [
            {"name": "dev", "permissions": [{"resource": "foo123", "action": "write"}, {"resource": "foo123", "action": "read"}]},
            {"name": "test", "permissions": [{"resource": "foo123", "action": "read"}]},
        ]

        default allow := false

        allow if {
            some role_name
            user_has_role[role_name]
            role_has_permission[role_name]
        }

        user_has_role contains role_name if {
            binding := bindings[_]
            binding.user == input.subject
            role_name := binding.roles[_]
        }

        role_has_permission contains role_name if {
            role := roles[_]
            role_name := role.name
            permission := role.permissions[_]
            permission.resource == input.resource
            permission.action == input.action
        }
        """;

    /// <summary>The role-based example of OPA's documentation, whose constant request is the input here: one answer each way.</summary>
    public static IEnumerable<RegoWorkload> Rbac()
    {
        var program = RegoWorkload.Compile(RbacModule);
        yield return RegoWorkload.Of("RBAC, allowed", program, "data.rbac.allow", """{"subject":"bob","resource":"foo123","action":"read"}""", "true");
        yield return RegoWorkload.Of("RBAC, denied", program, "data.rbac.allow", """{"subject":"bob","resource":"foo123","action":"write"}""", "false");
    }

    /// <summary>Rules for one method and path shape each, of which some hold for the input.</summary>
    public static RegoWorkload VirtualDocuments(int rules, int holding)
    {
        var program = RegoWorkload.Compile(VirtualDocumentsModule(rules, holding));
        return RegoWorkload.Of($"VirtualDocs {rules}x{holding}", program, "data.a.b.c.allow", """{"method":"POST","path":["accounts","alice"],"user_id":"alice"}""", "true");
    }

    /// <summary>The module of <see cref="VirtualDocuments"/>.</summary>
    public static string VirtualDocumentsModule(int rules, int holding)
    {
        var module = new StringBuilder("package a.b.c\n");
        for (var i = 0; i < rules; i++)
        {
            var (method, path) = i < rules - holding ? ("GET", "salaries") : ("POST", "accounts");
            module.Append(CultureInfo.InvariantCulture, $"\nallow if {{\n\tinput.method = \"{method}\"\n\tinput.path = [\"{path}\", account_id]\n\tinput.user_id = account_id\n}}\n");
        }

        return module.ToString();
    }

    /// <summary>A thousand tokens with profiles of a pattern of paths and a list of methods each; the only profile that could hold is the last.</summary>
    public static IEnumerable<RegoWorkload> Authorization(int profiles)
    {
        const string module = """
            package policy.restauthz

            import data.restauthz.tokens

            default allow := false

            allow if {
                token := tokens[input.token_id]
                some authz in token.authz_profiles
                regex.match(authz.path, input.path)
                input.method in authz.methods
            }
            """;
        var program = RegoWorkload.Compile(module, AuthorizationData(profiles));
        RegoWorkload Case(string name, string token, string path, string method, string expected) => RegoWorkload.Of(
            $"Authz 1000x{profiles}, {name}",
            program,
            "data.policy.restauthz.allow",
            $$"""{"token_id":"{{token}}","path":"{{path}}","method":"{{method}}"}""",
            expected);
        var last = $"/api/v1/resourcetype-{profiles - 1}/somefakeresourceid000000111111";
        yield return Case("ForbidIdentity", "deadbeef", last, "GET", "false");
        yield return Case("ForbidPath", "token-999", "/api/v1/resourcetype-deadbeef/deadbeefresourceid", "GET", "false");
        yield return Case("ForbidMethod", "token-999", last, "DEADBEEF", "false");
        yield return Case("Allow", "token-999", last, "GET", "true");
    }

    /// <summary>Walks over arrays, sets and objects; grouping; a function whose argument picks one of a thousand rules.</summary>
    public static IEnumerable<RegoWorkload> Documents()
    {
        const int size = 1000;
        var items = new RegoObject.Builder();
        for (var i = 0; i < size; i++)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            items.Set(text, RegoString.Of(text));
        }

        var data = RegoObject.Of(("items", items.Build()), ("numbers", RegoArray.From(Enumerable.Range(0, size).Select(i => RegoNumber.Of(i)))));
        var functions = string.Join('\n', Enumerable.Range(1, size).Select(i => $"f(x) := y if {{ y := true; x == {i} }}"));
        var program = RegoWorkload.Compile(
            $$"""
            package test

            array_iteration if { data.numbers[i] == input.last }

            set_iteration if { some n in {{{string.Join(", ", Enumerable.Range(0, size))}}}; n == input.last }

            object_iteration if { data.items[i] == input.text }

            groups[v] := ks if { some v in data.items; ks := [k | some k; v == data.items[k]]; input }

            grouped := count(groups)

            called := f(input.last)

            {{functions}}
            """,
            data);
        RegoWorkload Case(string name, string rule, string expected) => RegoWorkload.Of(name, program, "data.test." + rule, """{"last":999,"text":"999"}""", expected);
        yield return Case("array iteration, 1000", "array_iteration", "true");
        yield return Case("set iteration, 1000", "set_iteration", "true");
        yield return Case("object iteration, 1000", "object_iteration", "true");
        yield return Case("comprehension in a loop, 1000", "grouped", "1000");
        yield return Case("function argument index, 1000", "called", "true");
    }

    private static RegoObject AuthorizationData(int profiles)
    {
        var tokens = new RegoObject.Builder(1000);
        var list = string.Join(',', Enumerable.Range(0, profiles).Select(i => $$"""{"path":"/api/v1/resourcetype-{{i}}/*","methods":["POST","GET"]}"""));
        for (var i = 0; i < 1000; i++)
        {
            tokens.Set($"token-{i}", RegoValue.ParseJson($$"""{"id":"token-{{i}}","authz_profiles":[{{list}}]}"""));
        }

        return RegoObject.Of(("restauthz", RegoObject.Of(("tokens", tokens.Build()))));
    }
}
