#!/bin/sh
# Asks Pharos before Claude Code acts. Written by `pharos hook install claude-code`; `pharos hook status claude-code` reports any change to it.
#
#   pharos-hook.sh EVENT SUBJECT <payload >answer
#
# An agent treats most failures of a hook as consent, so every failure here becomes the refusal that the event understands. Only builtins and absolute
# paths are used and nothing is read from the environment, because whoever sets PATH, a proxy or ~/.curlrc could answer in the gate's place.
set -u
umask 077

data=@DATA@
curl=@CURL@
date=@DATE@
event=${1-}
subject=${2-}

# The texts given to refuse hold no quote and no backslash: they go into JSON as they are.
refuse() {
    case $event in
    PermissionRequest)
        # Exit 2 is not honoured for this event; only a printed decision is.
        printf '%s\n' "{\"hookSpecificOutput\":{\"hookEventName\":\"PermissionRequest\",\"decision\":{\"behavior\":\"deny\",\"message\":\"Pharos: $1\"}}}"
        exit 0
        ;;
    PostToolUse | PostToolUseFailure | UserPromptSubmit | Stop | SubagentStop | Session* | Notification)
        printf 'Pharos: %s\n' "$1" >&2
        printf '{}\n'
        exit 0
        ;;
    esac
    printf 'Pharos did not allow this: %s\n' "$1" >&2
    exit 2
}

case $event in
'' | *[!A-Za-z]*) refuse 'the hook was called without the name of its event; run: pharos hook install claude-code' ;;
esac
case $subject in
'' | *[!A-Za-z0-9._@:-]*) refuse 'the hook was called without a subject; run: pharos hook install claude-code' ;;
esac

# curl treats a header file that it cannot read as a warning on some versions, and would then ask without a token.
[ -r "$data/tokens/$subject.hook" ] || refuse 'its token file is missing or unreadable; run: pharos hook install claude-code'

# -q must stay first: it keeps ~/.curlrc out. The deadline is shorter than the one in the settings, past which the agent would go ahead.
answer=$("$curl" -q -sS -g --noproxy '*' --max-time @DEADLINE@ --max-filesize 1000000 --fail-with-body \
    -w '%{http_code}' -H "@$data/tokens/$subject.hook" -H 'Content-Type: application/json' -H 'Expect:' \
    --data-binary @- --unix-socket "$data/pharos.sock" "http://localhost/hooks/claude-code?event=$event")
code=$?

if [ "$code" -eq 0 ]; then
    # The gate says everything with 200; a redirect or an empty success is somebody else's, and its body must not count.
    case $answer in
    *200) answer=${answer%200} ;;
    *) refuse 'the gate answered with another status than 200; see: pharos hook status claude-code' ;;
    esac
    case $answer in
    '{}' | "{\"hookSpecificOutput\":{\"hookEventName\":\"$event\","*'}}' | '{"decision":"block","reason":"'*'"}')
        printf '%s\n' "$answer" || exit 2
        exit 0
        ;;
    esac
    refuse 'the gate answered something that is not an answer to this event'
fi

# Break-glass counts only when nobody listens at the socket (7): a gate that is merely slow or in error must not be passed by making it so.
if [ "$code" -eq 7 ] && [ -f "$data/break-glass" ] && [ ! -L "$data/break-glass" ]; then
    read -r word until rest <"$data/break-glass"
    now=$("$date" +%s)
    case "$word $now $until $rest" in
    "until "*[!0-9\ ]*) ;;
    "until "[0-9]*" "[0-9]*" ")
        if [ "$now" -lt "$until" ] && [ "$until" -le $((now + 3600)) ]; then
            # No opinion rather than an allow: the agent's own permission rules and its person still decide.
            printf '%s %s\n' "$now" "$event" >>"$data/break-glass.used"
            printf '{"systemMessage":"Pharos is away and break-glass is open: nothing is checked, your own permission rules apply."}\n'
            exit 0
        fi
        ;;
    esac
fi

case $code in
7) refuse 'the gate cannot be reached. Start it with: pharos serve' ;;
22) refuse 'the gate answered with an HTTP error; see: pharos hook status claude-code' ;;
28) refuse 'the gate did not answer in time; see: pharos hook status claude-code' ;;
126 | 127) refuse 'curl is missing; install it and run: pharos hook install claude-code' ;;
esac
refuse "asking the gate failed (curl exit $code); see: pharos hook status claude-code"
