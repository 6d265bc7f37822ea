using Pharos.Events;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate.Replay;

/// <summary>A decision as the log holds it.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="At">When it was made.</param>
/// <param name="Agent">Who proposed.</param>
/// <param name="Answer">What was decided.</param>
/// <param name="Input">The masked policy input; null where it was erased or archived.</param>
/// <param name="FirstTier">The tier of the analysis itself, where memory repeated it.</param>
internal sealed record RecordedDecision(Position Position, DateTimeOffset At, string Agent, Answer Answer, RegoObject? Input, Tier FirstTier);
