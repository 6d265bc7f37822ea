using System.Text;
using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Reviews.Desk;

/// <summary>What a key does while something is asked: it writes, sends or gives up, and never fires what it would fire in the list.</summary>
internal static class PromptKeys
{
    private const int MostCharacters = 4000;

    /// <summary>Presses a key.</summary>
    public static (DeskState State, DeskEffect? Effect) Press(DeskState state, DeskKey key)
    {
        var prompt = state.Prompt!;
        if (prompt.Kind == PromptKind.Approve)
        {
            return key is { Character: 'y', IsPasted: false }
                ? DeskKeys.Judge(state, new DeskEffect.Judge(prompt.Id, "approve", null, prompt.Version))
                : ((state with { Prompt = null }).Say("Not approved."), null);
        }

        return key.Key switch
        {
            ConsoleKey.Escape => ((state with { Prompt = null }).Say("Nothing was sent."), null),
            ConsoleKey.Enter when !key.IsPasted => Send(state, prompt),
            ConsoleKey.Backspace => (Write(state, prompt, WithoutLast(prompt.Draft)), null),
            ConsoleKey.Enter => (Write(state, prompt, prompt.Draft + ' '), null),
            _ when key.HasControl && key.Character is '\x15' => (Write(state, prompt, ""), null),
            _ when char.IsControl(key.Character) || prompt.Draft.Length >= MostCharacters => (state, null),
            _ => (Write(state, prompt, prompt.Draft + key.Character), null),
        };
    }

    private static (DeskState State, DeskEffect? Effect) Send(DeskState state, DeskPrompt prompt)
    {
        var text = prompt.Draft.Trim();
        if (prompt.Kind == PromptKind.Escalate)
        {
            return (state with { Prompt = null, Pending = prompt.Id }, new DeskEffect.Step(prompt.Id, "escalate", text.Length > 0 ? text : null));
        }

        return text.Length == 0
            ? (state.Say("The agent gets what you write, so write something; Esc gives up.", Ink.Caution), null)
            : DeskKeys.Judge(state, new DeskEffect.Judge(prompt.Id, prompt.Kind == PromptKind.Reject ? "reject" : "respond", text, prompt.Version));
    }

    private static DeskState Write(DeskState state, DeskPrompt prompt, string draft) => state with { Prompt = prompt with { Draft = draft } };

    private static string WithoutLast(string draft) =>
        draft.Length == 0 ? draft : draft[..^(Rune.DecodeLastFromUtf16(draft, out _, out var length) == System.Buffers.OperationStatus.Done ? length : 1)];
}
