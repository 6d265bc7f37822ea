using Pharos.Server.Agents;
using Pharos.Server.Collaborations;
using Pharos.Server.Consensus;
using Pharos.Server.Definitions;
using Pharos.Server.Degradation;
using Pharos.Server.Elicitations;
using Pharos.Server.Events;
using Pharos.Server.Experts;
using Pharos.Server.Grants;
using Pharos.Server.Health;
using Pharos.Server.Policies;
using Pharos.Server.Proposals;
using Pharos.Server.Review;
using Pharos.Server.Tasks;
using Pharos.Server.Tokens;
using Pharos.Server.Workspaces;

namespace Pharos.Server.OpenApi;

/// <summary>The JSON shapes of the routes that have one of ours; the others speak text, OPA's documents or a hook's.</summary>
internal static class RouteShapes
{
    /// <summary>The routes that answer 201 with what they made.</summary>
    public static IReadOnlySet<string> Making { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "POST /api/events/stream/tickets", "POST /api/tokens", "POST /api/experts", "POST /api/tasks", "POST /api/elicitations", "POST /api/collaborations", "POST /api/collaborations/{id}/messages",
        "POST /api/collaborations/{id}/decisions", "POST /api/collaborations/{id}/suggestions", "POST /api/collaborations/{id}/context",
    };

    /// <summary>Those of them that answer 200 where what was asked for had been made before.</summary>
    public static IReadOnlySet<string> MakingAgain { get; } = new HashSet<string>(StringComparer.Ordinal) { "POST /api/experts" };

    public static IReadOnlyDictionary<string, (Type? Request, Type? Response)> ByRoute { get; } = new Dictionary<string, (Type?, Type?)>
    {
        ["POST /api/proposals"] = (typeof(ProposalContract), typeof(AnswerContract)),
        ["POST /api/proposals/batch"] = (typeof(BatchContract), typeof(BatchAnswerContract)),
        ["GET /api/proposals/{id}"] = (null, typeof(AnswerContract)),
        ["GET /api/proposals/{id}/similar"] = (null, typeof(SimilarContract)),
        ["POST /api/proposals/{id}/outcome"] = (typeof(OutcomeContract), typeof(OutcomeAnswerContract)),
        ["POST /api/proposals/outcomes"] = (typeof(OutcomesContract), typeof(BatchAnswerContract)),
        ["GET /api/events"] = (null, typeof(EventPageContract)),
        ["GET /api/events/statistics"] = (null, typeof(StatisticsContract)),
        ["GET /api/events/stream"] = (null, typeof(EventContract)),
        ["POST /api/events/stream/tickets"] = (null, typeof(StreamTicketContract)),
        ["GET /api/events/{position}"] = (null, typeof(EventContract)),
        ["GET /api/events/index"] = (null, typeof(IndexContract)),
        ["POST /api/events/reindex"] = (null, typeof(IndexContract)),
        ["POST /api/events/archive"] = (typeof(ArchiveContract), typeof(ArchivedContract)),
        ["POST /api/events/{position}/erase"] = (typeof(EraseContract), typeof(ErasedContract)),
        ["GET /api/health"] = (null, typeof(HealthContract)),
        ["GET /api/policies"] = (null, typeof(PoliciesContract)),
        ["GET /api/policies/history"] = (null, typeof(PolicyHistoryContract)),
        ["POST /api/policies/bundles/{name}"] = (null, typeof(ActivatedContract)),
        ["DELETE /api/policies/bundles/{name}"] = (null, typeof(ActivatedContract)),
        ["POST /api/policies/rollback"] = (typeof(RollbackContract), typeof(ActivatedContract)),
        ["POST /api/policies/diff"] = (null, typeof(ReplayLineContract)),
        ["GET /api/definitions"] = (null, typeof(DefinitionListContract)),
        ["GET /api/definitions/{id}"] = (null, typeof(DefinitionContract)),
        ["POST /api/definitions/{id}/approve"] = (typeof(DefinitionWordContract), typeof(DefinitionContract)),
        ["POST /api/definitions/{id}/forget"] = (typeof(DefinitionWordContract), typeof(DefinitionForgottenContract)),
        ["GET /api/reviews"] = (null, typeof(ReviewListContract)),
        ["GET /api/reviews/{id}"] = (null, typeof(ReviewDetailContract)),
        ["POST /api/reviews/{id}/claim"] = (typeof(ReviewStepContract), typeof(ReviewContract)),
        ["POST /api/reviews/{id}/release"] = (typeof(ReviewStepContract), typeof(ReviewContract)),
        ["POST /api/reviews/{id}/renew"] = (typeof(ReviewStepContract), typeof(ReviewContract)),
        ["POST /api/reviews/{id}/snooze"] = (typeof(ReviewStepContract), typeof(ReviewContract)),
        ["POST /api/reviews/{id}/escalate"] = (typeof(ReviewStepContract), typeof(ReviewContract)),
        ["POST /api/reviews/{id}/undo"] = (typeof(ReviewStepContract), typeof(ReviewContract)),
        ["POST /api/reviews/{id}/verdict"] = (typeof(VerdictContract), typeof(ReviewContract)),
        ["POST /api/reviews/{id}/votes"] = (typeof(VoteContract), typeof(VoteTakenContract)),
        ["POST /api/reviews/verdicts"] = (typeof(BulkVerdictContract), typeof(BulkResultContract)),
        ["POST /api/elicitations"] = (typeof(ElicitationRequestContract), typeof(ElicitationContract)),
        ["GET /api/elicitations"] = (null, typeof(ElicitationListContract)),
        ["GET /api/elicitations/stream"] = (null, typeof(ElicitationContract)),
        ["GET /api/elicitations/{id}"] = (null, typeof(ElicitationContract)),
        ["POST /api/elicitations/{id}/respond"] = (typeof(ElicitationAnswerContract), typeof(ElicitationContract)),
        ["POST /api/elicitations/{id}/decline"] = (typeof(ElicitationEndContract), typeof(ElicitationContract)),
        ["POST /api/elicitations/{id}/cancel"] = (typeof(ElicitationEndContract), typeof(ElicitationContract)),
        ["GET /api/grants"] = (null, typeof(GrantListContract)),
        ["GET /api/grants/{id}"] = (null, typeof(GrantContract)),
        ["POST /api/grants"] = (typeof(GrantMakingContract), typeof(GrantContract)),
        ["POST /api/grants/{id}/rule"] = (typeof(GrantRuleRequestContract), typeof(GrantRuleContract)),
        ["POST /api/reviews/{id}/rule"] = (typeof(GrantRuleRequestContract), typeof(GrantRuleContract)),
        ["DELETE /api/grants/{id}"] = (null, typeof(GrantContract)),
        ["GET /api/experts"] = (null, typeof(ExpertListContract)),
        ["POST /api/experts"] = (typeof(ExpertProfileContract), typeof(ExpertRegisteredContract)),
        ["GET /api/experts/{id}"] = (null, typeof(ExpertContract)),
        ["POST /api/experts/{id}/heartbeat"] = (null, typeof(HeartbeatContract)),
        ["GET /api/experts/{id}/inbox"] = (null, typeof(InboxContract)),
        ["GET /api/experts/{id}/inbox/stream"] = (null, typeof(TaskContract)),
        ["POST /api/experts/{id}/suspend"] = (typeof(ExpertStepContract), typeof(ExpertContract)),
        ["POST /api/experts/{id}/resume"] = (typeof(ExpertStepContract), typeof(ExpertContract)),
        ["POST /api/tasks"] = (typeof(TaskRequestContract), typeof(TaskContract)),
        ["GET /api/tasks"] = (null, typeof(TaskListContract)),
        ["GET /api/tasks/{id}"] = (null, typeof(TaskContract)),
        ["POST /api/tasks/{id}/claim"] = (null, typeof(TaskContract)),
        ["POST /api/tasks/{id}/progress"] = (typeof(TaskReportContract), typeof(TaskContract)),
        ["POST /api/tasks/{id}/result"] = (typeof(TaskFinishContract), typeof(TaskContract)),
        ["POST /api/tasks/{id}/decline"] = (typeof(TaskReasonContract), typeof(TaskContract)),
        ["POST /api/tasks/{id}/cancel"] = (typeof(TaskReasonContract), typeof(TaskContract)),
        ["POST /api/collaborations"] = (typeof(CollaborationRequestContract), typeof(CollaborationContract)),
        ["GET /api/collaborations"] = (null, typeof(CollaborationListContract)),
        ["GET /api/collaborations/{id}"] = (null, typeof(CollaborationDetailContract)),
        ["POST /api/collaborations/{id}/accept"] = (typeof(CollaborationStepContract), typeof(CollaborationContract)),
        ["POST /api/collaborations/{id}/join"] = (typeof(CollaborationStepContract), typeof(CollaborationContract)),
        ["POST /api/collaborations/{id}/leave"] = (typeof(CollaborationStepContract), typeof(CollaborationContract)),
        ["POST /api/collaborations/{id}/invite"] = (typeof(InvitationContract), typeof(CollaborationContract)),
        ["POST /api/collaborations/{id}/participants/{agent}/remove"] = (typeof(CollaborationStepContract), typeof(CollaborationContract)),
        ["POST /api/collaborations/{id}/end"] = (typeof(CollaborationStepContract), typeof(CollaborationContract)),
        ["POST /api/collaborations/{id}/messages"] = (typeof(MessageRequestContract), typeof(MessageContract)),
        ["GET /api/collaborations/{id}/messages"] = (null, typeof(MessageListContract)),
        ["GET /api/collaborations/{id}/stream"] = (null, typeof(EventContract)),
        ["POST /api/collaborations/{id}/decisions"] = (typeof(DecisionRequestContract), typeof(DecisionContract)),
        ["POST /api/collaborations/{id}/suggestions"] = (typeof(SuggestionRequestContract), typeof(SuggestionContract)),
        ["POST /api/collaborations/{id}/suggestions/{n}/accept"] = (typeof(CollaborationStepContract), typeof(SuggestionContract)),
        ["POST /api/collaborations/{id}/suggestions/{n}/reject"] = (typeof(CollaborationStepContract), typeof(SuggestionContract)),
        ["POST /api/collaborations/{id}/suggestions/{n}/modify"] = (typeof(SuggestionRequestContract), typeof(SuggestionContract)),
        ["POST /api/collaborations/{id}/suggestions/{n}/proposals"] = (typeof(ProposalNamedContract), typeof(SuggestionContract)),
        ["POST /api/collaborations/{id}/context"] = (typeof(ContextRequestContract), typeof(SharedContextContract)),
        ["GET /api/degradation"] = (null, typeof(DegradationContract)),
        ["POST /api/degradation"] = (typeof(DegradationChangeContract), typeof(DegradationContract)),
        ["GET /api/tokens"] = (null, typeof(TokenListContract)),
        ["POST /api/tokens"] = (typeof(TokenRequestContract), typeof(IssuedTokenContract)),
        ["DELETE /api/tokens/{id}"] = (null, typeof(TokenContract)),
        ["GET /api/agents"] = (null, typeof(AgentListContract)),
        ["PUT /api/agents/{id}"] = (typeof(AgentHostContract), typeof(AgentContract)),
        ["GET /api/workspaces"] = (null, typeof(WorkspaceListContract)),
        ["PUT /api/workspaces/registrations"] = (typeof(WorkspaceContract), typeof(WorkspaceContract)),
        ["DELETE /api/workspaces/registrations"] = (typeof(WorkspaceRootContract), null),
    };
}
