using Pharos.Agents;
using Pharos.Review.Experts;

namespace Pharos.Tests.Review.Experts;

/// <summary>What a pool answers is what looking at everybody would answer; it only looks at fewer.</summary>
public sealed class ExpertPoolTests
{
    private static readonly string[] Kinds = ["judge", "work", "paint"], Capabilities = ["sql", "css", "security"];

    [Fact]
    public void It_chooses_and_explains_as_if_it_had_looked_at_everybody()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var selection = new ExpertSelection(3, (subject, issuer) => subject == "expert-1" && issuer == "owner");
            List<ExpertCandidate> all = [.. Enumerable.Range(0, random.Next(0, 12)).Select(number => Candidate(number, random))];
            var pool = new ExpertPool(selection, all);
            for (var task = 0; task < 12; task++)
            {
                var need = Need(random);
                var able = all.Where(candidate => selection.WhyNot(need, candidate) == ExpertExclusion.None).ToList();
                var (choice, nobody) = pool.Choose(Guid.CreateVersion7(), need);
                (choice is null).ShouldBe(able.Count == 0, nobody);
                if (choice is null)
                {
                    nobody.ShouldBe(Expected(selection, need, all));
                    continue;
                }

                able.ShouldContain(candidate => candidate.Expert.Id == choice.Score.Expert);
                choice.Among.ShouldBe(Running(able, need).Count);
                pool.Give(choice.Score.Expert, need.Kind == TaskKinds.Judge);
                var at = all.FindIndex(candidate => candidate.Expert.Id == choice.Score.Expert);
                all[at] = all[at] with { Load = all[at].Load + 1, Judgements = all[at].Judgements + (need.Kind == TaskKinds.Judge ? 1 : 0) };
            }
        }
    }

    [Fact]
    public void Ten_thousand_opinions_that_wait_for_a_thousand_busy_experts_look_at_each_expert_once()
    {
        var asked = 0;
        var selection = new ExpertSelection(1, (_, _) =>
        {
            asked++;
            return false;
        });
        var pool = new ExpertPool(selection, Enumerable.Range(0, 1000).Select(number => Free(number) with { Judgements = 4 }));
        for (var task = 0; task < 10_000; task++)
        {
            pool.Choose(Guid.CreateVersion7(), new ExpertNeed { Kind = TaskKinds.Judge, About = ["claude-1"], AskedBy = $"asker-{task}" }).Nobody.ShouldBe("Those who take kind judge are busy.");
        }

        asked.ShouldBeLessThanOrEqualTo(1000);
    }

    [Fact]
    public void A_task_for_the_few_who_can_do_it_looks_at_nobody_else()
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var selection = new ExpertSelection(1, (subject, _) => !asked.Add(subject) && false);
        var experts = Enumerable.Range(0, 1000).Select(Free).Append(With(Free(1000), ["judge"], ["rare"]));
        var pool = new ExpertPool(selection, experts);
        pool.Choose(Guid.CreateVersion7(), new ExpertNeed { Kind = TaskKinds.Judge, Capabilities = ["rare"], About = ["claude-1"] }).Choice!.Score.Expert.ShouldBe("expert-1000");
        pool.Choose(Guid.CreateVersion7(), new ExpertNeed { Kind = TaskKinds.Judge, To = "expert-7", About = ["claude-1"] }).Choice!.Score.Expert.ShouldBe("expert-7");
        asked.ShouldBe(["expert-1000", "expert-7"], ignoreOrder: true);
    }

    [Fact]
    public void Who_holds_no_token_that_lets_it_do_the_task_is_not_asked()
    {
        var selection = new ExpertSelection(1, (_, _) => false);
        var judge = new ExpertNeed { Kind = TaskKinds.Judge };
        new ExpertPool(selection, [Free(0) with { Holds = null }]).Choose(Guid.CreateVersion7(), judge).Nobody.ShouldBe("Those who take kind judge hold no token any more.");
        new ExpertPool(selection, [Free(0) with { Holds = Role.Agent }]).Choose(Guid.CreateVersion7(), judge).Choice.ShouldBeNull();
        new ExpertPool(selection, [Free(0) with { Holds = Role.Agent }]).Choose(Guid.CreateVersion7(), judge with { Kind = TaskKinds.Work }).Choice.ShouldNotBeNull();
    }

    private static List<ExpertCandidate> Running(List<ExpertCandidate> able, ExpertNeed need)
    {
        var fresh = able.Where(candidate => !need.Tried.Contains(candidate.Expert.Id)).ToList();
        return fresh.Count > 0 ? fresh : able;
    }

    private static string Expected(ExpertSelection selection, ExpertNeed need, List<ExpertCandidate> all)
    {
        List<ExpertExclusion> why = [.. all.Select(candidate => selection.WhyNot(need, candidate)).Where(reason => reason is not (ExpertExclusion.NotMeant or ExpertExclusion.Unable or ExpertExclusion.Elsewhere))];
        return ExpertSelection.Explain(need, all.Exists(candidate => candidate.Expert.Id == need.To), why);
    }

    private static ExpertNeed Need(Random random) => new()
    {
        Kind = Kinds[random.Next(Kinds.Length)],
        Capabilities = [.. Capabilities.Where(_ => random.Next(4) == 0)],
        To = random.Next(5) == 0 ? Name(random) : null,
        Workspace = random.Next(3) == 0 ? "/srv/app" : null,
        About = random.Next(2) == 0 ? [] : ["owner", Name(random)],
        AskedBy = Name(random),
        Except = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Name(random))],
        Tried = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Name(random))],
    };

    private static string Name(Random random) => $"expert-{random.Next(12)}";

    private static ExpertCandidate Candidate(int number, Random random)
    {
        var one = With(Free(number), [.. Kinds.Where(_ => random.Next(2) == 0)], [.. Capabilities.Where(_ => random.Next(2) == 0)]);
        var expert = one.Expert with { SuspendedBy = random.Next(8) == 0 ? "ann" : null, IsLost = random.Next(8) == 0 };
        expert = expert with { Profile = expert.Profile with { Workspaces = random.Next(3) == 0 ? ["/srv/other"] : [], Capacity = random.Next(1, 3) } };
        return one with { Expert = expert, Load = random.Next(3), Judgements = random.Next(3), Holds = random.Next(6) switch { 0 => null, 1 => Role.Agent, _ => Role.Expert } };
    }

    private static ExpertCandidate With(ExpertCandidate one, string[] kinds, string[] capabilities) =>
        one with { Expert = one.Expert with { Profile = one.Expert.Profile with { Kinds = kinds, Capabilities = capabilities } } };

    private static ExpertCandidate Free(int number) => new(
        new Expert
        {
            Id = $"expert-{number}",
            Role = Role.Expert,
            Profile = new ExpertProfile { Kinds = ["judge", "work"] },
            Generation = 1,
            RegisteredAt = default,
            LastSeen = default,
            Version = 1,
        },
        TrackRecord.Empty,
        0);
}
