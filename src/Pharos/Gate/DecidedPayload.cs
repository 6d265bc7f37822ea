using System.Buffers;
using System.Text.Json;
using Pharos.Proposals;

namespace Pharos.Gate;

/// <summary>The payload of <see cref="GateEvents.Decided"/>.</summary>
internal static class DecidedPayload
{
    /// <summary>
    /// Writes <c>{"proposal":…,"input":…,"answer":…}</c>, everything masked. A repeated decision carries <c>"sameAs": position</c> instead of the input, which makes
    /// the record of a busy agent a tenth as large and points at the only analysis there was.
    /// </summary>
    public static byte[] Write(GateVerdict verdict, Proposal proposal)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (verdict.Answer.Tier == Tier.Memory && verdict.Remembered?.FirstRecord is { } first)
            {
                writer.WriteNumber("sameAs", first.Value);
            }
            else
            {
                writer.WritePropertyName("input");
                MaskedJson.Write(writer, verdict.Input);
            }

            writer.WriteBoolean("localDisk", proposal.IsLocalDisk);
            writer.WritePropertyName("answer");
            AnswerJson.Write(writer, verdict.Answer, facts: null);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
