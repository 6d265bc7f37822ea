using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Rego.Values;

namespace Pharos.Proposals;

/// <summary>Reads the wire shape of a proposal. Unknown members are ignored, so that newer clients can talk to older servers.</summary>
public static class ProposalReader
{
    /// <summary>Reads one proposal.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    public static ProposalReading Read(ReadOnlySpan<byte> utf8Json)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8Json))
        {
            return Refuse("proposal.encoding", "The body is not valid UTF-8. Send JSON encoded as UTF-8.");
        }

        RegoValue document;
        try
        {
            document = RegoValue.ParseJson(utf8Json);
        }
        catch (JsonException problem)
        {
            return Refuse("proposal.malformed", $"The body is not JSON: {problem.Message}");
        }

        return Read(document);
    }

    /// <summary>Reads one proposal that is parsed already.</summary>
    public static ProposalReading Read(RegoValue document)
    {
        if (document is not RegoObject body)
        {
            return Refuse("proposal.malformed", "A proposal is a JSON object; see POST /api/proposals in /openapi/v1.json.");
        }

        var fields = new Fields(body);
        var tool = fields.Text("tool", ProposalLimits.MaximumNameCharacters);
        var kindName = fields.Text("kind", ProposalLimits.MaximumNameCharacters);
        var agent = fields.Object("agent");
        var agentFields = agent is null ? null : new Fields(agent, "agent.");
        var host = ReadHost(fields);
        var operation = fields.Text("operationId", ProposalLimits.MaximumNameCharacters);
        var request = new ProposalRequest
        {
            Kind = ProposalKind.ToolCall,
            Tool = tool ?? "",
            Input = fields.Object("input") ?? RegoObject.Empty,
            Annotations = fields.Object("annotations") ?? RegoObject.Empty,
            AgentId = agentFields?.Text("id", TokenClaims.MaximumSubjectCharacters),
            Session = agentFields?.Text("session", ProposalLimits.MaximumNameCharacters),
            Subagent = agentFields?.Text("subagent", ProposalLimits.MaximumNameCharacters),
            Workspace = fields.Path("workspace", mustBeAbsolute: true),
            WorkingDirectory = fields.Path("cwd", mustBeAbsolute: false),
            Host = host,
        };

        if ((fields.Problem ?? agentFields?.Problem) is { } problem)
        {
            return new ProposalReading.Refused(problem);
        }

        if (string.IsNullOrWhiteSpace(tool))
        {
            return Refuse("proposal.tool", "\"tool\" is missing: name the tool, for example \"Bash\".");
        }

        if (kindName is null)
        {
            return Refuse("proposal.kind", $"\"kind\" is missing; it is one of {string.Join(", ", ProposalKinds.All)}.");
        }

        if (!ProposalKinds.TryParse(kindName, out var kind))
        {
            return Refuse("proposal.kind", $"\"kind\" is \"{Shorten(kindName)}\"; it is one of {string.Join(", ", ProposalKinds.All)}.");
        }

        if (!body.TryGet("input", out _))
        {
            return Refuse("proposal.input", "\"input\" is missing: an object with the tool's arguments.");
        }

        if (operation is not null && !Guid.TryParse(operation, out _))
        {
            return Refuse("proposal.operation_id", "\"operationId\" is not a UUID.");
        }

        return CheckInput(request with { Kind = kind, Operation = operation is null ? null : new OperationId(Guid.Parse(operation)) });
    }

    /// <summary>Checks that the arguments which say what would happen are there and have the right type.</summary>
    public static ProposalReading CheckInput(ProposalRequest request)
    {
        var name = request.Kind == ProposalKind.Command ? "command" : null;
        if (name is not null && !(request.Input.TryGet(name, out var text) && text is RegoString))
        {
            return Refuse("proposal.input", $"\"input.{name}\" is missing or not a string: it is what the {request.Tool} tool would run.");
        }

        return Depth(request.Input, ProposalLimits.MaximumInputDepth) < 0
            ? Refuse("proposal.depth", $"\"input\" is nested deeper than {ProposalLimits.MaximumInputDepth} levels.")
            : new ProposalReading.Read(request);
    }

    private static AgentHost? ReadHost(Fields fields)
    {
        if (fields.Object("host") is not { } host)
        {
            return null;
        }

        var inner = new Fields(host, "host.");
        var home = inner.Path("home", mustBeAbsolute: true);
        var user = inner.Text("user", ProposalLimits.MaximumNameCharacters);
        if (inner.Problem is null && (home is null || user is null))
        {
            fields.Problem ??= new Problem("proposal.host", "\"host\" needs both \"home\" (an absolute path) and \"user\".");
        }

        fields.Problem ??= inner.Problem;
        return home is null || user is null ? null : new AgentHost(LexicalPath.Normalise(home), user);
    }

    // Returns the remaining levels, or -1 when the value is nested deeper than allowed.
    private static int Depth(RegoValue value, int remaining)
    {
        if (remaining == 0)
        {
            return -1;
        }

        switch (value)
        {
            case RegoArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if (Depth(array[i], remaining - 1) < 0)
                    {
                        return -1;
                    }
                }

                break;
            case RegoObject inner:
                foreach (var pair in inner)
                {
                    if (Depth(pair.Value, remaining - 1) < 0)
                    {
                        return -1;
                    }
                }

                break;
        }

        return remaining;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");

    private static ProposalReading.Refused Refuse(string code, string message) => new(new Problem(code, message));

    private sealed class Fields(RegoObject body, string prefix = "")
    {
        public Problem? Problem { get; set; }

        public string? Text(string name, int maximumCharacters)
        {
            if (!body.TryGet(name, out var value) || value is RegoNull)
            {
                return null;
            }

            if (value is not RegoString text)
            {
                Problem ??= new Problem("proposal.type", $"\"{prefix}{name}\" must be a string.");
                return null;
            }

            if (text.Value.Length > maximumCharacters || text.Value.Contains('\0', StringComparison.Ordinal))
            {
                Problem ??= new Problem("proposal.text", $"\"{prefix}{name}\" must be at most {maximumCharacters} characters without NUL.");
                return null;
            }

            return text.Value;
        }

        public string? Path(string name, bool mustBeAbsolute)
        {
            var path = Text(name, ProposalLimits.MaximumPathCharacters);
            if (path is null || (path.Length > 0 && (!mustBeAbsolute || path[0] == '/')))
            {
                return path;
            }

            Problem ??= new Problem("proposal.path", $"\"{prefix}{name}\" must be {(mustBeAbsolute ? "an absolute path" : "a path")}.");
            return null;
        }

        public RegoObject? Object(string name)
        {
            if (!body.TryGet(name, out var value) || value is RegoNull)
            {
                return null;
            }

            if (value is RegoObject inner)
            {
                return inner;
            }

            Problem ??= new Problem("proposal.type", $"\"{prefix}{name}\" must be an object.");
            return null;
        }
    }
}
