using Pharos.Events.Projections;
using Pharos.Review.Collaborations;
using Pharos.Review.Experts;

namespace Pharos.Server.Collaborations;

/// <summary>Agents that registered as experts, as partners: with the capabilities that they say they have.</summary>
internal sealed class RegisteredPartners(Projection<ExpertRoster> roster) : IPartnerDirectory
{
    public IReadOnlyList<PartnerProfile> Registered => roster.Read((state, _) => state.All
        .Where(expert => !expert.IsSuspended && !expert.IsLost)
        .Select(expert => new PartnerProfile(expert.Id, expert.Profile.Capabilities, expert.LastSeen))
        .ToList());
}
