using System.Text;
using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Builtins;

public class TokenTests
{
    private const string Key = "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}";

    [Fact]
    public void A_token_is_valid_until_it_expires()
    {
        string token = Signed("{\"exp\":2000,\"nbf\":1000,\"iss\":\"me\"}");
        Verified(token, "{\"time\":1500000000000,\"iss\":\"me\"").ShouldStartWith("[true, ");
        Verified(token, "{\"time\":2000000000000").ShouldBe("[false, {}, {}]");
        Verified(token, "{\"time\":999000000000").ShouldBe("[false, {}, {}]");
        Verified(token, "{\"time\":1500000000000,\"iss\":\"you\"").ShouldBe("[false, {}, {}]");
    }

    [Fact]
    public void A_token_for_somebody_is_not_for_those_who_name_nobody()
    {
        string token = Signed("{\"aud\":[\"a\",\"b\"]}");
        Verified(token, "{\"aud\":\"b\"").ShouldStartWith("[true, ");
        Verified(token, "{\"aud\":\"c\"").ShouldBe("[false, {}, {}]");
        Verified(token, "{\"time\":1").ShouldBe("[false, {}, {}]");
    }

    [Theory]
    [InlineData("{}", "no key constraint")]
    [InlineData("{\"secret\":\"a\",\"cert\":\"{\\\"kty\\\":\\\"oct\\\",\\\"k\\\":\\\"YQ\\\"}\"}", "duplicate key constraints")]
    [InlineData("{\"secret\":\"a\",\"nope\":1}", "unknown token validation constraint: nope")]
    [InlineData("{\"secret\":\"a\",\"time\":-1}", "token time constraint: must not be negative")]
    [InlineData("{\"secret\":1}", "secret constraint: must be a string")]
    public void Constraints_that_make_no_sense_are_errors(string constraints, string expected) =>
        Call.Json("io.jwt.decode_verify", Signed("{}"), constraints).ShouldBe("eval_builtin_error io.jwt.decode_verify: " + expected);

    [Fact]
    public void The_algorithm_none_verifies_nothing()
    {
        string token = "\"" + Encoded("{\"alg\":\"none\"}") + "." + Encoded("{}") + ".\"";
        Call.Json("io.jwt.decode_verify", token, "{\"secret\":\"a\"}").ShouldBe("[false, {}, {}]");
    }

    [Fact]
    public void A_critical_parameter_that_is_not_understood_makes_the_token_invalid()
    {
        string token = Call.Json("io.jwt.encode_sign", "{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}", "{}", Key);
        Verified(token, "{\"time\":1").ShouldBe("[false, {}, {}]");
    }

    [Fact]
    public void Any_token_is_decoded_or_is_an_error()
    {
        var random = new Random(31);
        string token = Signed("{\"a\":1}");
        for (int i = 0; i < 3000; i++)
        {
            char[] text = token.ToCharArray();
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                text[random.Next(1, text.Length - 1)] = "abcXYZ019-_.=+/ "[random.Next(16)];
            }

            foreach (string name in (ReadOnlySpan<string>)["io.jwt.decode", "io.jwt.decode_verify", "io.jwt.verify_hs256", "io.jwt.verify_rs256"])
            {
                string[] arguments = name switch { "io.jwt.decode" => [new string(text)], "io.jwt.decode_verify" => [new string(text), "{\"secret\":\"a\"}"], _ => [new string(text), "\"key\""] };
                RegoValue? result = Call.Value(name, out BuiltinError? error, arguments);
                (result is not null || error is not null).ShouldBeTrue();
            }
        }
    }

    private static string Signed(string claims) => Call.Json("io.jwt.encode_sign", "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims, Key);

    private static string Verified(string token, string constraints) =>
        Call.Json("io.jwt.decode_verify", token, constraints + ",\"cert\":" + System.Text.Json.JsonSerializer.Serialize(Key) + "}");

    private static string Encoded(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
