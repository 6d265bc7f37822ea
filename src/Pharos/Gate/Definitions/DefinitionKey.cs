using System.Security.Cryptography;
using System.Text;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Gate.Definitions;

/// <summary>Whose sight of which tool: what one agent was shown in one workspace says nothing about another.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Workspace">The workspace's root.</param>
/// <param name="Server">The server, by the name that the agent's settings give it.</param>
/// <param name="Tool">The tool's own name.</param>
public sealed record DefinitionKey(string Agent, string Workspace, string Server, string Tool)
{
    /// <summary>Category of the stream that holds what became of a definition.</summary>
    public const string StreamCategory = "definition";

    /// <summary>
    /// The stream of this tool. Its id is made of the key, so that two nodes that see a tool for the first time at once append to the same stream, and one of them is told so.
    /// </summary>
    public StreamId Stream => new(StreamCategory, Id);

    /// <summary>The key as an id: the first half of its SHA-256 in the form of a UUID of version 8.</summary>
    public Guid Id
    {
        get
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', Agent, Workspace, Server, Tool)), hash);
            hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
            hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
            return new Guid(hash[..16], bigEndian: true);
        }
    }

    /// <summary>The key of what a proposal calls or describes; null for what belongs to no server.</summary>
    public static DefinitionKey? Of(Proposal proposal) =>
        proposal.Kind is ProposalKind.ToolDefinition or ProposalKind.ToolCall && McpToolName.Of(proposal.Tool) is var (server, tool)
            ? new DefinitionKey(proposal.Agent.Id, proposal.Workspace.Root, server, tool)
            : null;
}
