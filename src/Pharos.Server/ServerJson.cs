using System.Text.Json.Serialization;
using Pharos.Review.Elicitations;
using Pharos.Server.Agents;
using Pharos.Server.Collaborations;
using Pharos.Server.Definitions;
using Pharos.Server.Degradation;
using Pharos.Server.Elicitations;
using Pharos.Server.Events;
using Pharos.Server.Experts;
using Pharos.Server.Grants;
using Pharos.Server.Health;
using Pharos.Server.Policies;
using Pharos.Server.Proposals;
using Pharos.Server.Consensus;
using Pharos.Server.Review;
using Pharos.Server.Security;
using Pharos.Server.Tasks;
using Pharos.Server.Tokens;
using Pharos.Server.Workspaces;

namespace Pharos.Server;

/// <summary>The JSON contracts of this room.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProposalContract))]
[JsonSerializable(typeof(AnswerContract))]
[JsonSerializable(typeof(BatchContract))]
[JsonSerializable(typeof(BatchAnswerContract))]
[JsonSerializable(typeof(SimilarContract))]
[JsonSerializable(typeof(OutcomeContract))]
[JsonSerializable(typeof(OutcomeAnswerContract))]
[JsonSerializable(typeof(OutcomesContract))]
[JsonSerializable(typeof(EventContract))]
[JsonSerializable(typeof(EventPageContract))]
[JsonSerializable(typeof(IndexContract))]
[JsonSerializable(typeof(EraseContract))]
[JsonSerializable(typeof(ArchiveContract))]
[JsonSerializable(typeof(ArchivedContract))]
[JsonSerializable(typeof(ErasedContract))]
[JsonSerializable(typeof(StreamTicketContract))]
[JsonSerializable(typeof(StatisticsContract))]
[JsonSerializable(typeof(TokenRequestContract))]
[JsonSerializable(typeof(TokenContract))]
[JsonSerializable(typeof(IssuedTokenContract))]
[JsonSerializable(typeof(TokenListContract))]
[JsonSerializable(typeof(AgentContract))]
[JsonSerializable(typeof(AgentHostContract))]
[JsonSerializable(typeof(AgentListContract))]
[JsonSerializable(typeof(WorkspaceContract))]
[JsonSerializable(typeof(WorkspaceRootContract))]
[JsonSerializable(typeof(WorkspaceListContract))]
[JsonSerializable(typeof(PoliciesContract))]
[JsonSerializable(typeof(PolicyHistoryContract))]
[JsonSerializable(typeof(ActivatedContract))]
[JsonSerializable(typeof(RollbackContract))]
[JsonSerializable(typeof(BundleProblemContract))]
[JsonSerializable(typeof(ReplayLineContract))]
[JsonSerializable(typeof(HealthContract))]
[JsonSerializable(typeof(CollaborationRequestContract))]
[JsonSerializable(typeof(CollaborationContract))]
[JsonSerializable(typeof(CollaborationListContract))]
[JsonSerializable(typeof(CollaborationDetailContract))]
[JsonSerializable(typeof(CollaborationStepContract))]
[JsonSerializable(typeof(InvitationContract))]
[JsonSerializable(typeof(MessageRequestContract))]
[JsonSerializable(typeof(MessageContract))]
[JsonSerializable(typeof(MessageListContract))]
[JsonSerializable(typeof(DecisionRequestContract))]
[JsonSerializable(typeof(DecisionContract))]
[JsonSerializable(typeof(SuggestionRequestContract))]
[JsonSerializable(typeof(SuggestionContract))]
[JsonSerializable(typeof(ProposalNamedContract))]
[JsonSerializable(typeof(ContextRequestContract))]
[JsonSerializable(typeof(SharedContextContract))]
[JsonSerializable(typeof(DegradationContract))]
[JsonSerializable(typeof(DegradationChangeContract))]
[JsonSerializable(typeof(ReviewContract))]
[JsonSerializable(typeof(VoteContract))]
[JsonSerializable(typeof(VoteTakenContract))]
[JsonSerializable(typeof(ReviewListContract))]
[JsonSerializable(typeof(ReviewDetailContract))]
[JsonSerializable(typeof(ReviewStepContract))]
[JsonSerializable(typeof(VerdictContract))]
[JsonSerializable(typeof(BulkVerdictContract))]
[JsonSerializable(typeof(BulkResultContract))]
[JsonSerializable(typeof(ElicitationRequestContract))]
[JsonSerializable(typeof(ElicitationAnswerContract))]
[JsonSerializable(typeof(ElicitationEndContract))]
[JsonSerializable(typeof(ElicitationContract))]
[JsonSerializable(typeof(ElicitationListContract))]
[JsonSerializable(typeof(ElicitationEndedContract))]
[JsonSerializable(typeof(IReadOnlyList<FormError>))]
[JsonSerializable(typeof(DefinitionContract))]
[JsonSerializable(typeof(DefinitionListContract))]
[JsonSerializable(typeof(DefinitionWordContract))]
[JsonSerializable(typeof(DefinitionForgottenContract))]
[JsonSerializable(typeof(GrantMakingContract))]
[JsonSerializable(typeof(GrantContract))]
[JsonSerializable(typeof(GrantListContract))]
[JsonSerializable(typeof(GrantRuleRequestContract))]
[JsonSerializable(typeof(GrantRuleContract))]
[JsonSerializable(typeof(ExpertProfileContract))]
[JsonSerializable(typeof(ExpertContract))]
[JsonSerializable(typeof(ExpertListContract))]
[JsonSerializable(typeof(ExpertRegisteredContract))]
[JsonSerializable(typeof(HeartbeatContract))]
[JsonSerializable(typeof(ExpertStepContract))]
[JsonSerializable(typeof(TaskRequestContract))]
[JsonSerializable(typeof(TaskContract))]
[JsonSerializable(typeof(TaskListContract))]
[JsonSerializable(typeof(TaskFinishContract))]
[JsonSerializable(typeof(TaskReportContract))]
[JsonSerializable(typeof(TaskReasonContract))]
[JsonSerializable(typeof(InboxContract))]
[JsonSerializable(typeof(ProblemContract))]
internal sealed partial class ServerJson : JsonSerializerContext;
