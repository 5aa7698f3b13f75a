/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-chat.h"

#include "bty-json.h"
#include "bty-time.h"
#include "bty-uuid.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT (1800000000) * G_USEC_PER_SEC)

/* Quotes in tables are ' and become ". */
static JsonNode *
parse (const char *json)
{
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');
  g_autoptr(GError) error = NULL;
  JsonNode *node = bty_json_parse (text, -1, &error);

  g_assert_no_error (error);

  return node;
}

/* One file is beside the export. */
static BtyAttachment *
find_file (const char *id,
           gpointer    data)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("GIF89a", 6);

  return g_str_equal (id, "file-beside") ? bty_attachment_new ("file-beside-x.gif", "image/gif", bytes) : NULL;
}

static BtyForeignChat *
read_chat (const char *json)
{
  g_autoptr(JsonNode) node = parse (json);
  g_autoptr(GError) error = NULL;
  BtyForeignChat *chat = bty_foreign_chat_read (node, "bot", NOW, find_file, NULL, &error);

  g_assert_no_error (error);

  return chat;
}

static BtyMessage *
get_message (BtyForeignChat *chat,
             guint           number)
{
  g_assert_cmpuint (number, <, chat->messages->len);

  return g_ptr_array_index (chat->messages, number);
}

/* A question, and a reply of which @message is one node, between thoughts and the last words. */
#define CHATGPT_WITH(message) \
  "{'title':'Tides','create_time':1700000000.5,'conversation_id':'c-1','current_node':'d','mapping':{" \
  "'a':{'id':'a','parent':null,'children':['b'],'message':null}," \
  "'b':{'id':'b','parent':'a','children':['c'],'message':{'author':{'role':'user'},'create_time':1700000001.25," \
  "'content':{'content_type':'text','parts':['Why?']}}}," \
  "'c':{'id':'c','parent':'b','children':['d'],'message':" message "}," \
  "'d':{'id':'d','parent':'c','children':[],'message':{'author':{'role':'assistant'},'create_time':1700000003," \
  "'content':{'content_type':'text','parts':['The moon.']},'metadata':{'model_slug':'gpt-4o'}," \
  "'status':'finished_successfully','recipient':'all'}}}}"

static void
test_chatgpt (void)
{
  g_autoptr(BtyForeignChat) chat = read_chat (CHATGPT_WITH ("null"));
  g_autoptr(BtyForeignChat) again = read_chat (CHATGPT_WITH ("null"));
  BtyMessage *question = get_message (chat, 0);
  BtyMessage *reply = get_message (chat, 1);

  g_assert_cmpuint (chat->messages->len, ==, 2);
  g_assert_cmpstr (chat->session->title, ==, "Tides");
  g_assert_cmpstr (chat->session->folder, ==, "ChatGPT");
  g_assert_cmpstr (chat->session->bot_id, ==, "bot");
  g_assert_cmpint (chat->session->created_at, ==, G_GINT64_CONSTANT (1700000000500000));
  g_assert_cmpint (chat->session->updated_at, ==, G_GINT64_CONSTANT (1700000003000000));
  g_assert_cmpstr (chat->session->head_id, ==, reply->id);

  g_assert_cmpstr (question->content, ==, "Why?");
  g_assert_cmpint (question->role, ==, BTY_ROLE_USER);
  g_assert_cmpint (question->created_at, ==, G_GINT64_CONSTANT (1700000001250000));
  g_assert_null (question->parent_id);
  g_assert_cmpstr (question->provider, ==, "ChatGPT");

  g_assert_cmpstr (reply->content, ==, "The moon.");
  g_assert_cmpint (reply->role, ==, BTY_ROLE_ASSISTANT);
  g_assert_cmpstr (reply->parent_id, ==, question->id);
  g_assert_cmpstr (reply->provider, ==, "ChatGPT");
  g_assert_cmpstr (reply->model, ==, "gpt-4o");

  /* The same file has the same ids. */
  g_assert_cmpstr (again->session->id, ==, chat->session->id);
  g_assert_cmpstr (get_message (again, 1)->id, ==, reply->id);
}

/* What becomes of one node that stands before the last words of a reply. */
static const struct
{
  const char *name;
  const char *json;
  const char *content;    /* of the reply, before "The moon." */
  const char *thinking;
  const char *attached;   /* what goes with the reply */
  guint       n_missing;
} nodes[] = {
  { "thoughts",
    CHATGPT_WITH ("{'author':{'role':'assistant'},'content':{'content_type':'thoughts','thoughts':["
                  "{'summary':'Gravity','content':'It pulls.'},{'summary':'Both sides','content':''}]}}"),
    "", "Gravity\n\nIt pulls.\n\nBoth sides" },
  { "recap",
    CHATGPT_WITH ("{'author':{'role':'assistant'},'content':{'content_type':'reasoning_recap',"
                  "'content':'Thought for 3 seconds'}}"),
    "", "Thought for 3 seconds" },
  { "code-for-a-tool",
    CHATGPT_WITH ("{'author':{'role':'assistant'},'recipient':'python','content':{'content_type':'code',"
                  "'language':'python','text':'print(1)'}}"),
    "", "python was asked:\n\n```python\nprint(1)\n```" },
  { "what-a-tool-printed",
    CHATGPT_WITH ("{'author':{'role':'tool','name':'python'},"
                  "'content':{'content_type':'execution_output','text':'1'}}"),
    "", "python answered:\n\n```\n1\n```" },
  { "a-page",
    CHATGPT_WITH ("{'author':{'role':'tool','name':'web'},'content':{'content_type':'tether_quote',"
                  "'url':'https://example.org/tides','domain':'example.org','title':'Tides','text':'Twice a day.'}}"),
    "", "web answered:\n\nTides\n\nhttps://example.org/tides\n\nTwice a day." },
  { "an-error-of-a-tool",
    CHATGPT_WITH ("{'author':{'role':'tool','name':'web'},'content':{'content_type':'system_error','name':'Denied',"
                  "'text':'No robots.'}}"),
    "", "web answered:\n\nDenied\n\nNo robots." },
  { "code-for-people",
    CHATGPT_WITH ("{'author':{'role':'assistant'},'recipient':'all','content':{'content_type':'code',"
                  "'language':'unknown','text':'a ``` b'}}"),
    "````\na ``` b\n````", "" },
  { "a-document",
    CHATGPT_WITH ("{'author':{'role':'assistant'},'recipient':'canmore.create_textdoc','content':"
                  "{'content_type':'code','text':'{\\'name\\':\\'Poem\\',\\'type\\':\\'document\\',"
                  "\\'content\\':\\'Sea.\\'}'}}"),
    "Poem\n\nSea.", "" },
  { "a-picture",
    CHATGPT_WITH ("{'author':{'role':'tool','name':'dalle.text2im'},'content':{'content_type':'multimodal_text',"
                  "'parts':[{'content_type':'image_asset_pointer','asset_pointer':'file-service://file-X',"
                  "'metadata':{'dalle':{'prompt':'A wave'}}}]}}"),
    "[Image: file-X (A wave) – not in the imported file]", "", NULL, 1 },
  { "speech",
    CHATGPT_WITH ("{'author':{'role':'assistant'},'content':{'content_type':'multimodal_text','parts':["
                  "{'content_type':'audio_transcription','text':'Well.'},"
                  "{'content_type':'audio_asset_pointer','asset_pointer':'sediment://file_1'}]}}"),
    "Well.\n\n[Recording – not in the imported file]", "", NULL, 1 },
  { "a-kind-that-nobody-knows",
    CHATGPT_WITH ("{'author':{'role':'assistant'},'content':{'content_type':'hologram','layers':[1,2]}}"),
    "```json\n{\n  \"content_type\" : \"hologram\",\n  \"layers\" : [\n    1,\n    2\n  ]\n}\n```", "" },
  { "nothing",
    CHATGPT_WITH ("{'author':{'role':'assistant'},'content':{'content_type':'text','parts':['']}}"), "", "" },
  { "what-the-model-was-told",
    CHATGPT_WITH ("{'author':{'role':'system'},'content':{'content_type':'text','parts':['Be brief.']}}"),
    "", "", "Be brief." },
  { "what-the-user-is",
    CHATGPT_WITH ("{'author':{'role':'user'},'metadata':{'is_visually_hidden_from_conversation':true},"
                  "'content':{'content_type':'user_editable_context','user_profile':'I sail.',"
                  "'user_instructions':'Short.'}}"),
    "", "", "I sail.\n\nShort." },
  { "no-content", CHATGPT_WITH ("{'author':{'role':'assistant'}}"), "", "" },
  { "odd-types", CHATGPT_WITH ("{'author':7,'content':{'content_type':[],'parts':{}},'metadata':'x','status':[],"
                               "'create_time':'soon'}"),
    "", "" },
};

static void
test_chatgpt_node (gconstpointer data)
{
  guint number = GPOINTER_TO_UINT (data);
  g_autoptr(BtyForeignChat) chat = read_chat (nodes[number].json);
  BtyMessage *reply = get_message (chat, 1);
  g_autofree char *content = g_strconcat (nodes[number].content, *nodes[number].content != '\0' ? "\n\n" : "",
                                          "The moon.", NULL);

  g_assert_cmpuint (chat->messages->len, ==, 2);
  g_assert_cmpstr (reply->content, ==, content);
  g_assert_cmpstr (reply->thinking, ==, nodes[number].thinking);
  g_assert_cmpint (reply->created_at, ==, G_GINT64_CONSTANT (1700000003000000));
  g_assert_cmpuint (chat->n_missing, ==, nodes[number].n_missing);
  g_assert_cmpuint (chat->attachments->len, ==, nodes[number].attached != NULL ? 1 : 0);
  if (nodes[number].attached != NULL)
    {
      BtyAttachment *file = g_ptr_array_index (chat->attachments, 0);

      g_assert_cmpstr (file->message_id, ==, reply->id);
      g_assert_cmpmem (g_bytes_get_data (file->data, NULL), g_bytes_get_size (file->data), nodes[number].attached,
                       strlen (nodes[number].attached));
    }
}

/* Two versions of a question, of which the older is shown; the newer has two replies. */
static void
test_branches (void)
{
  g_autoptr(BtyForeignChat) chat = read_chat (
    "{'title':'','id':'c-2','current_node':'r1','mapping':{"
    "'r1':{'parent':'q1','children':[],'message':{'author':{'role':'assistant'},'create_time':1700000002,"
    "'content':{'content_type':'text','parts':['One.']}}},"
    "'root':{'parent':null,'children':['q1','q2'],'message':null},"
    "'q1':{'parent':'root','children':['r1'],'message':{'author':{'role':'user'},'create_time':1700000001,"
    "'content':{'content_type':'text','parts':['Which tide is the highest of all?']}}},"
    "'q2':{'parent':'root','children':['t','r3'],'message':{'author':{'role':'user'},"
    "'content':{'content_type':'text','parts':['Two?']}}},"
    "'t':{'parent':'q2','children':['r2'],'message':{'author':{'role':'assistant'},"
    "'content':{'content_type':'thoughts','thoughts':[{'content':'Hm.'}]}}},"
    "'r2':{'parent':'t','children':[],'message':{'author':{'role':'assistant'},"
    "'content':{'content_type':'text','parts':['Two.']}}},"
    "'r3':{'parent':'q2','children':[],'message':{'author':{'role':'assistant'},'status':'in_progress',"
    "'content':{'content_type':'text','parts':['Thr']}}}}}");
  static const struct { const char *content; int parent; } expected[] = {
    { "Which tide is the highest of all?", -1 }, { "One.", 0 }, { "Two?", -1 }, { "Two.", 2 }, { "Thr", 2 },
  };

  g_assert_cmpuint (chat->messages->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpstr (get_message (chat, i)->content, ==, expected[i].content);
      g_assert_cmpstr (get_message (chat, i)->parent_id, ==,
                       expected[i].parent >= 0 ? get_message (chat, expected[i].parent)->id : NULL);
    }
  g_assert_cmpstr (chat->session->head_id, ==, get_message (chat, 1)->id);
  g_assert_cmpstr (get_message (chat, 3)->thinking, ==, "Hm.");
  g_assert_cmpint (get_message (chat, 4)->status, ==, BTY_MESSAGE_STATUS_INTERRUPTED);
  g_assert_nonnull (get_message (chat, 4)->error);
  /* Its title was empty, and is made of what was said. */
  g_assert_cmpstr (chat->session->title, !=, "");
  /* Nobody knows when the others were said, but not never. */
  g_assert_cmpint (get_message (chat, 4)->created_at, ==, G_GINT64_CONSTANT (1700000002000000));
}

/* A reply with a branch between its parts is one message up to there. */
static void
test_branch_within_a_reply (void)
{
  g_autoptr(BtyForeignChat) chat = read_chat (
    "{'title':'T','id':'c-3','current_node':'x2','mapping':{"
    "'q':{'children':['p'],'message':{'author':{'role':'user'},'content':{'content_type':'text','parts':['Q']}}},"
    "'p':{'parent':'q','children':['x1','x2'],'message':{'author':{'role':'assistant'},"
    "'content':{'content_type':'text','parts':['P']}}},"
    "'x1':{'parent':'p','children':[],'message':{'author':{'role':'assistant'},"
    "'content':{'content_type':'text','parts':['X1']}}},"
    "'x2':{'parent':'p','children':[],'message':{'author':{'role':'assistant'},"
    "'content':{'content_type':'text','parts':['X2']}}}}}");

  g_assert_cmpuint (chat->messages->len, ==, 4);
  g_assert_cmpstr (get_message (chat, 1)->content, ==, "P");
  g_assert_cmpstr (get_message (chat, 2)->parent_id, ==, get_message (chat, 1)->id);
  g_assert_cmpstr (get_message (chat, 3)->parent_id, ==, get_message (chat, 1)->id);
  g_assert_cmpstr (chat->session->head_id, ==, get_message (chat, 3)->id);
}

/* Every node comes once, whatever leads to it. */
static void
test_circles (void)
{
  g_autoptr(BtyForeignChat) chat = read_chat (
    "{'title':'T','id':'c-4','current_node':'nowhere','mapping':{"
    "'a':{'parent':'b','children':['b'],'message':{'author':{'role':'user'},"
    "'content':{'content_type':'text','parts':['A']}}},"
    "'b':{'parent':'a','children':['a','a','missing'],'message':{'author':{'role':'assistant'},"
    "'content':{'content_type':'text','parts':['B']}}},"
    "'c':{'parent':'b','children':[],'message':{'author':{'role':'user'},"
    "'content':{'content_type':'text','parts':['C']}}},"
    "'d':7,'e':{'message':[]}}}");

  g_assert_cmpuint (chat->messages->len, ==, 3);
  g_assert_cmpstr (get_message (chat, 2)->content, ==, "C");
  g_assert_cmpstr (get_message (chat, 2)->parent_id, ==, get_message (chat, 1)->id);
  g_assert_cmpstr (chat->session->head_id, ==, get_message (chat, 2)->id);
}

/* Marks without a meaning outside become links. */
static void
test_citations (void)
{
  g_autoptr(BtyForeignChat) chat = read_chat (
    "{'title':'T','id':'c-5','mapping':{'a':{'children':[],'message':{'author':{'role':'assistant'},"
    "'metadata':{'content_references':["
    "{'matched_text':'\\ue200cite\\ue202turn0search1\\ue201','alt':'([NOAA](https://noaa.example))','items':["
    "{'title':'Tides [1]','url':'https://other.example/a b'}]},{'matched_text':' ','alt':'x'}],"
    "'citations':[{'metadata':{'title':'Old','url':'https://old.example'}}]},"
    "'content':{'content_type':'text','parts':["
    "'Twice a day \\ue200cite\\ue202turn0search1\\ue201. \\ue200cite\\ue202turn9\\ue201']}}}}}");

  g_assert_cmpstr (get_message (chat, 0)->content, ==,
                   "Twice a day ([NOAA](https://noaa.example)). [cite turn9]\n\nSources:\n\n"
                   "- [Tides  1 ](<https://other.example/a_b>)\n- [Old](<https://old.example>)");
}

static void
test_uploads (void)
{
  g_autoptr(BtyForeignChat) chat = read_chat (
    "{'title':'T','id':'c-6','is_archived':true,'pinned_time':1700000000,'mapping':{'a':{'children':[],"
    "'message':{'author':{'role':'user'},"
    "'metadata':{'attachments':[{'id':'file-1','name':'cat.png'},{'id':'file-2','name':'notes.pdf'}]},"
    "'content':{'content_type':'multimodal_text','parts':["
    "{'content_type':'image_asset_pointer','asset_pointer':'sediment://file-1'},'Who is it?']}}}}}");

  g_assert_cmpstr (get_message (chat, 0)->content, ==,
                   "[Image: cat.png – not in the imported file]\n\nWho is it?\n\n"
                   "[File: notes.pdf – not in the imported file]");
  g_assert_cmpuint (chat->n_missing, ==, 2);
  g_assert_true (chat->session->archived);
  g_assert_true (chat->session->pinned);
}

/* What is there of them goes with the message, under the name that it had. */
static void
test_files_beside (void)
{
  g_autoptr(BtyForeignChat) chat = read_chat (
    "{'title':'T','id':'c-7','mapping':{'a':{'children':['b'],'message':{'author':{'role':'user'},"
    "'metadata':{'attachments':[{'id':'file-beside','name':'cat.gif'}]},"
    "'content':{'content_type':'multimodal_text','parts':["
    "{'content_type':'image_asset_pointer','asset_pointer':'sediment://file-beside'},'Who is it?']}}},"
    "'b':{'parent':'a','children':[],'message':{'author':{'role':'tool','name':'dalle'},"
    "'content':{'content_type':'multimodal_text','parts':['Here.',"
    "{'content_type':'image_asset_pointer','asset_pointer':'file-service://file-beside',"
    "'metadata':{'dalle':{'prompt':'A cat'}}}]}}}}}");
  static const char *const names[] = { "cat.gif", "file-beside-x.gif" };

  g_assert_cmpstr (get_message (chat, 0)->content, ==, "Who is it?");
  g_assert_cmpstr (get_message (chat, 1)->content, ==, "Here.");
  g_assert_cmpstr (get_message (chat, 1)->thinking, ==, "A cat");
  g_assert_cmpuint (chat->n_missing, ==, 0);
  g_assert_cmpuint (chat->attachments->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      BtyAttachment *file = g_ptr_array_index (chat->attachments, i);

      g_assert_cmpstr (file->name, ==, names[i]);
      g_assert_cmpstr (file->message_id, ==, get_message (chat, i)->id);
      g_assert_true (bty_attachment_is_image (file));
    }
}

#define CLAUDE_WITH(message) \
  "{'uuid':'11111111-1111-4111-8111-111111111111','name':'Tides','summary':'','created_at':" \
  "'2024-03-01T10:00:00.500000Z','updated_at':'2024-03-01T11:00:00Z','chat_messages':[" \
  "{'uuid':'a','sender':'human','text':'Why?','created_at':'2024-03-01T10:00:01.25Z'}," \
  "{'uuid':'b','sender':'assistant','created_at':'2024-03-01T10:00:02+00:00'," message "}]}"

static const struct
{
  const char *name;
  const char *json;
  const char *content;
  const char *thinking;
  const char *attached;
  guint       n_missing;
} blocks[] = {
  { "text-alone", CLAUDE_WITH ("'text':'The moon.'"), "The moon.", "" },
  { "blocks-before-text",
    CLAUDE_WITH ("'text':'The moon.\\n```\\nThis block is not supported\\n```','content':["
                 "{'type':'text','text':'The'},{'type':'text','text':'moon.'}]"),
    "The\n\nmoon.", "" },
  { "thinking",
    CLAUDE_WITH ("'text':'','content':[{'type':'thinking','thinking':'It pulls.','summaries':[{'summary':'S'}]},"
                 "{'type':'thinking','thinking':'','summaries':[{'summary':'Both sides'}]},"
                 "{'type':'token_budget'},{'type':'text','text':'The moon.'}]"),
    "The moon.", "It pulls.\n\nBoth sides" },
  { "tools",
    CLAUDE_WITH ("'content':[{'type':'tool_use','name':'web_search','input':{'query':'tides'}},"
                 "{'type':'tool_result','name':'web_search','content':[{'type':'text','text':'Twice a day.'},"
                 "{'type':'image'}]},{'type':'text','text':'The moon.'}]"),
    "[Image – not in the imported file]\n\nThe moon.",
    "web_search was asked:\n\n```json\n{\n  \"query\" : \"tides\"\n}\n```\n\n"
    "web_search answered:\n\nTwice a day.", NULL, 1 },
  { "a-document",
    CLAUDE_WITH ("'content':[{'type':'tool_use','name':'artifacts','input':{'command':'create','title':'Page',"
                 "'type':'text/html','content':'<p>'}},{'type':'tool_use','name':'artifacts','input':"
                 "{'command':'create','title':'Poem','type':'text/markdown','content':'# Sea'}}]"),
    "Page\n\n```html\n<p>\n```\n\nPoem\n\n# Sea", "" },
  { "citations",
    CLAUDE_WITH ("'content':[{'type':'text','text':'The moon.','citations':[{'title':'NOAA','details':"
                 "{'type':'web_search_citation','url':'https://noaa.example'}}]}]"),
    "The moon.\n\nSources:\n\n- [NOAA](<https://noaa.example>)", "" },
  { "files",
    CLAUDE_WITH ("'text':'Read.','attachments':[{'file_name':'notes.txt','extracted_content':'High water'}],"
                 "'files':[{'file_name':'cat.png','file_kind':'image'},{'file_name':'notes.txt'}],"
                 "'files_v2':[{'file_name':'cat.png','file_kind':'image'}]"),
    "Read.\n\n[Image: cat.png – not in the imported file]", "", "High water", 1 },
  { "a-kind-that-nobody-knows", CLAUDE_WITH ("'content':[{'type':'hologram','layers':2}]"),
    "```json\n{\n  \"type\" : \"hologram\",\n  \"layers\" : 2\n}\n```", "" },
  { "odd-types", CLAUDE_WITH ("'text':'x','content':{},'attachments':7,'files':[3],'model':[]"),
    "x\n\n[File – not in the imported file]", "", NULL, 1 },
};

static void
test_claude_block (gconstpointer data)
{
  guint number = GPOINTER_TO_UINT (data);
  g_autoptr(BtyForeignChat) chat = read_chat (blocks[number].json);
  BtyMessage *question = get_message (chat, 0);
  BtyMessage *reply = get_message (chat, 1);

  g_assert_cmpuint (chat->messages->len, ==, 2);
  g_assert_cmpstr (chat->session->folder, ==, "Claude");
  g_assert_cmpstr (chat->session->title, ==, "Tides");
  g_assert_cmpint (chat->session->created_at, ==, G_GINT64_CONSTANT (1709287200500000));
  g_assert_cmpstr (question->content, ==, "Why?");
  g_assert_cmpint (question->created_at, ==, G_GINT64_CONSTANT (1709287201250000));
  g_assert_cmpstr (reply->parent_id, ==, question->id);
  g_assert_cmpstr (reply->provider, ==, "Claude");
  g_assert_cmpstr (reply->content, ==, blocks[number].content);
  g_assert_cmpstr (reply->thinking, ==, blocks[number].thinking);
  g_assert_cmpuint (chat->n_missing, ==, blocks[number].n_missing);
  g_assert_cmpuint (chat->attachments->len, ==, blocks[number].attached != NULL ? 1 : 0);
}

/* Files that say which message each follows have branches. */
static void
test_claude_branches (void)
{
  g_autoptr(BtyForeignChat) chat = read_chat (
    "{'uuid':'u','name':'T','model':'claude-x','is_starred':true,'current_leaf_message_uuid':'b','summary':'On tides.',"
    "'chat_messages':["
    "{'uuid':'a','sender':'human','text':'Q','parent_message_uuid':'00000000-0000-4000-8000-000000000000'},"
    "{'uuid':'b','sender':'assistant','text':'One','parent_message_uuid':'a'},"
    "{'uuid':'e','sender':'assistant','text':'','parent_message_uuid':'a'},"
    "{'uuid':'c','sender':'assistant','text':'Two','parent_message_uuid':'a','model':'claude-y'},"
    "{'uuid':'d','sender':'human','text':'After nothing','parent_message_uuid':'e'},"
    "{'uuid':'d','sender':'human','text':'The same uuid','parent_message_uuid':'c'}]}");
  BtyAttachment *summary = g_ptr_array_index (chat->attachments, 0);

  g_assert_cmpuint (chat->messages->len, ==, 5);
  g_assert_cmpstr (get_message (chat, 1)->model, ==, "claude-x");
  g_assert_cmpstr (get_message (chat, 2)->model, ==, "claude-y");
  g_assert_cmpstr (get_message (chat, 2)->parent_id, ==, get_message (chat, 0)->id);
  g_assert_cmpstr (get_message (chat, 3)->parent_id, ==, get_message (chat, 0)->id);
  g_assert_cmpstr (get_message (chat, 4)->parent_id, ==, get_message (chat, 2)->id);
  g_assert_cmpstr (get_message (chat, 4)->id, !=, get_message (chat, 3)->id);
  g_assert_cmpstr (chat->session->head_id, ==, get_message (chat, 1)->id);
  g_assert_true (chat->session->pinned);
  g_assert_cmpstr (summary->message_id, ==, get_message (chat, 0)->id);
}

/* Times that cannot be are not believed: an old conversation would stay the newest for ever. */
static void
test_times (void)
{
  static const char *const times[] = { "1e300", "-5", "0", "null", "'soon'", "[]", "1900000000" };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *json = g_strdup_printf ("{'id':'t','title':'T','create_time':%s,'mapping':{'a':{'message':"
                                               "{'author':{'role':'user'},'create_time':%s,"
                                               "'content':{'content_type':'text','parts':['Q']}}}}}",
                                               times[i], times[i]);
      g_autoptr(BtyForeignChat) chat = read_chat (json);

      g_assert_cmpint (get_message (chat, 0)->created_at, ==, NOW);
      g_assert_cmpint (chat->session->updated_at, ==, NOW);
      g_assert_cmpint (chat->session->created_at, ==, NOW);
    }
}

static void
test_refused (void)
{
  static const char *const others[] = {
    "{}", "[]", "7", "null", "{'mapping':[]}", "{'chat_messages':{}}", "{'mapping':{}}", "{'chat_messages':[]}",
    "{'mapping':{'a':{'message':{'author':{'role':'user'},'content':{'content_type':'text','parts':['  ']}}}}}",
    "{'chat_messages':[{'sender':'human','text':''}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(JsonNode) node = parse (others[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (bty_foreign_chat_read (node, "bot", NOW, NULL, NULL, &error));
      g_assert_nonnull (error);
    }
}

/* A reply of ten thousand parts, each below the one before. */
static void
test_long (void)
{
  g_autoptr(GString) json = g_string_new ("{'id':'l','title':'T','mapping':{");
  g_autoptr(BtyForeignChat) chat = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (json, "%s'%u':{'parent':'%d','children':['%u'],'message':{'author':{'role':'%s'},"
                            "'content':{'content_type':'text','parts':['%u']}}}", i > 0 ? "," : "", i, (int) i - 1,
                            i + 1, i % 2 == 0 ? "user" : "assistant", i);
  g_string_append (json, "}}");
  chat = read_chat (json->str);

  g_assert_cmpuint (chat->messages->len, ==, 10000);
  g_assert_cmpstr (get_message (chat, 9999)->parent_id, ==, get_message (chat, 9998)->id);
  g_assert_cmpstr (chat->session->head_id, ==, get_message (chat, 9999)->id);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/foreign-chat/chatgpt", test_chatgpt);
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autofree char *path = g_strconcat ("/foreign-chat/chatgpt/", nodes[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_chatgpt_node);
    }
  g_test_add_func ("/foreign-chat/branches", test_branches);
  g_test_add_func ("/foreign-chat/branch-within-a-reply", test_branch_within_a_reply);
  g_test_add_func ("/foreign-chat/circles", test_circles);
  g_test_add_func ("/foreign-chat/citations", test_citations);
  g_test_add_func ("/foreign-chat/uploads", test_uploads);
  g_test_add_func ("/foreign-chat/files-beside", test_files_beside);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autofree char *path = g_strconcat ("/foreign-chat/claude/", blocks[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_claude_block);
    }
  g_test_add_func ("/foreign-chat/claude-branches", test_claude_branches);
  g_test_add_func ("/foreign-chat/times", test_times);
  g_test_add_func ("/foreign-chat/refused", test_refused);
  g_test_add_func ("/foreign-chat/long", test_long);

  return g_test_run ();
}
