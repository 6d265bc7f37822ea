using System.Text.Unicode;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Validate;

/// <summary>A request in either of Lighthouse's shapes.</summary>
/// <param name="Request">The proposal it makes.</param>
/// <param name="IsHookShape">True for the hook script's shape: tool, input, agent.</param>
/// <param name="Id">The caller's own id, answered back.</param>
internal sealed record ValidateRequest(ProposalRequest Request, bool IsHookShape, string? Id)
{
    /// <summary>
    /// Where a caller that names no folder is taken to be: nowhere, so that no configured workspace holds it and the strictest treatment applies. Lighthouse's
    /// hook sends none; relative paths judged against a guessed folder would be judged wrong.
    /// </summary>
    public const string Nowhere = "/unknown-workspace";

    /// <summary>Reads either shape.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="caller">Who calls; without a token the body's agent is only a name and becomes the subagent.</param>
    /// <param name="isAnonymous">True when no token was shown.</param>
    public static (ValidateRequest? Request, Problem? Problem) Read(ReadOnlySpan<byte> utf8, Caller caller, bool isAnonymous)
    {
        if (!Utf8.IsValid(utf8) || !RegoValue.TryParseJson(utf8, out var value, out var error))
        {
            return Refuse("validate.malformed", "The body is not JSON in UTF-8.");
        }

        if (value is not RegoObject body)
        {
            return Refuse("validate.malformed", "The body is not an object.");
        }

        var isHookShape = !body.ContainsKey(RegoString.Of("tool_name"));
        if (!TryText(body, isHookShape ? "tool" : "tool_name", out var tool) || string.IsNullOrWhiteSpace(tool))
        {
            return Refuse("validate.tool", "\"tool_name\" (or \"tool\") is missing or not a string.");
        }

        if (!body.TryGet(isHookShape ? "input" : "tool_input", out var given) || given is not RegoObject input)
        {
            return Refuse("validate.input", "\"tool_input\" (or \"input\") is missing or not an object.");
        }

        var metadata = body.TryGet("metadata", out var extra) && extra is RegoObject map ? map : RegoObject.Empty;
        if (!TryText(body, isHookShape ? "agent" : "agent_id", out var agent) || !TryText(body, "id", out var id)
            || !TryText(metadata, "cwd", out var folder, ProposalLimits.MaximumPathCharacters) || !TryText(metadata, "session_id", out var session))
        {
            return Refuse("validate.type", "\"agent\", \"id\", \"metadata.cwd\" and \"metadata.session_id\" must be short strings.");
        }

        if (folder is not (null or ['/', ..]))
        {
            return Refuse("validate.cwd", "\"metadata.cwd\" must be an absolute path.");
        }

        var request = new ProposalRequest
        {
            Kind = ProposalKinds.OfTool(tool),
            Tool = tool,
            Input = input,
            AgentId = isAnonymous ? null : agent,
            Session = session,
            Subagent = isAnonymous ? agent : null,
            Workspace = folder ?? Nowhere,
            WorkingDirectory = folder ?? Nowhere,
        };
        return ProposalReader.CheckInput(request) is ProposalReading.Refused malformed
            ? (null, malformed.Problem)
            : (new ValidateRequest(request, isHookShape, id), null);
    }

    private static bool TryText(RegoObject body, string name, out string? text, int maximum = ProposalLimits.MaximumNameCharacters)
    {
        text = null;
        if (!body.TryGet(name, out var member) || member is RegoNull)
        {
            return true;
        }

        text = (member as RegoString)?.Value;
        return text is not null && text.Length <= maximum && !text.Contains('\0', StringComparison.Ordinal);
    }

    private static (ValidateRequest?, Problem?) Refuse(string code, string message) => (null, new Problem(code, message));
}
