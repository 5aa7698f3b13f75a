/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chunker.h"

#include "bty-uuid.h"

#include <string.h>

/*
 * A text is cut where its writer has cut it: before headings, else between paragraphs, else after sentences, else
 * between words. Paragraphs stay together as long as they fit.
 */

#define MAX_HEADINGS 6 /* levels of Markdown */
#define MAX_INDENT 3   /* blanks before a mark of Markdown */
#define MIN_FENCE 3
#define MAX_CHARACTER 4 /* bytes */
#define END_OF_SENTENCE ".!?…。！？"

typedef struct
{
  const char *text;
  GPtrArray  *chunks;
  char       *headings[MAX_HEADINGS];  /* what the text stands under now */
  char        fence;                   /* the mark of the code that is open; 0 = none is */
  const char *begin;                   /* of what is no chunk yet; NULL = nothing is waiting */
  const char *end;                     /* of the last paragraph in it */
} Chunker;

static char *
join_headings (Chunker *self)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < MAX_HEADINGS; i++)
    if (self->headings[i] != NULL)
      g_string_append_printf (path, "%s%s", path->len > 0 ? " › " : "", self->headings[i]);

  return g_string_free (path, FALSE);
}

static void
add_chunk (Chunker    *self,
           const char *begin,
           const char *end)
{
  g_autofree char *id = bty_uuid_new ();
  g_autofree char *heading = join_headings (self);
  g_autofree char *text = g_strndup (begin, end - begin);

  g_ptr_array_add (self->chunks, g_object_new (BTY_TYPE_FILE_CHUNK,
                                               "id", id,
                                               "position", (gint64) self->chunks->len,
                                               "heading", heading,
                                               "text", text,
                                               "start-offset", (gint64) (begin - self->text),
                                               "end-offset", (gint64) (end - self->text),
                                               NULL));
}

static gboolean
fits (const char *begin,
      const char *end)
{
  return end - begin <= BTY_CHUNK_MAX_LENGTH * MAX_CHARACTER
         && g_utf8_strlen (begin, end - begin) <= BTY_CHUNK_MAX_LENGTH;
}

/* Past the blanks at @at. */
static const char *
skip_blanks (const char *at,
             const char *end)
{
  while (at < end && g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);

  return at;
}

/* Before the blanks at @end. */
static const char *
strip_blanks (const char *begin,
              const char *end)
{
  while (end > begin)
    {
      const char *last = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }

  return end;
}

static gboolean
ends_sentence (const char *at,
               const char *next)
{
  gunichar character = g_utf8_get_char (at);

  /* In languages that put no blank after a sentence its mark is wide. */
  return g_utf8_strchr (END_OF_SENTENCE, -1, character) != NULL
         && (character > 0x3000 || g_unichar_isspace (g_utf8_get_char (next)));
}

/* Where a paragraph that is too long is cut: the last good place that leaves a chunk of allowed length. */
static const char *
find_cut (const char *begin,
          const char *end)
{
  const char *limit = g_utf8_offset_to_pointer (begin, BTY_CHUNK_MAX_LENGTH);
  const char *sentence = NULL;
  const char *line = NULL;
  const char *word = NULL;
  const char *next;

  for (const char *at = begin; at < limit; at = next)
    {
      next = g_utf8_next_char (at);
      if (next < end && ends_sentence (at, next))
        sentence = next;
      if (*at == '\n')
        line = next;
      if (g_unichar_isspace (g_utf8_get_char (at)))
        word = next;
    }
  if (sentence != NULL)
    return sentence;
  if (line != NULL && line > begin)
    return line;
  if (word != NULL && word > begin)
    return word;
  /* A mark stays with its letter. */
  while (limit > begin && g_unichar_ismark (g_utf8_get_char (limit)))
    limit = g_utf8_prev_char (limit);

  return limit > begin ? limit : g_utf8_offset_to_pointer (begin, BTY_CHUNK_MAX_LENGTH);
}

/* Makes chunks of what is waiting. */
static void
flush (Chunker *self)
{
  const char *begin = self->begin;

  if (begin == NULL)
    return;
  while (!fits (begin, self->end))
    {
      const char *cut = find_cut (begin, self->end);
      const char *end = strip_blanks (begin, cut);

      if (end > begin)
        add_chunk (self, begin, end);
      begin = skip_blanks (cut, self->end);
    }
  if (begin < self->end)
    add_chunk (self, begin, self->end);
  self->begin = NULL;
}

/* Puts a paragraph to what is waiting, if it fits in there. */
static void
add_paragraph (Chunker    *self,
               const char *begin,
               const char *end)
{
  begin = skip_blanks (begin, end);
  end = strip_blanks (begin, end);
  if (begin == end)
    return;

  if (self->begin != NULL && !fits (self->begin, end))
    flush (self);
  if (self->begin == NULL)
    self->begin = begin;
  self->end = end;
}

static void
set_heading (Chunker    *self,
             guint       level,
             const char *begin,
             const char *end)
{
  for (guint i = level; i < MAX_HEADINGS; i++)
    g_clear_pointer (&self->headings[i], g_free);
  while (end > begin && (end[-1] == '#' || g_ascii_isspace (end[-1])))
    end--;
  self->headings[level] = g_strstrip (g_strndup (begin, end - begin));
}

/* Past the blanks that a mark may have before it; NULL if there are too many. */
static const char *
find_mark (const char *line,
           const char *end)
{
  const char *at = line;

  while (at < end && *at == ' ')
    at++;

  return at - line <= MAX_INDENT ? at : NULL;
}

/* Whether the line opens or closes code, which then is remembered. */
static gboolean
take_fence (Chunker    *self,
            const char *line,
            const char *end)
{
  const char *mark = find_mark (line, end);
  guint n = 0;

  while (mark != NULL && mark + n < end && (*mark == '`' || *mark == '~') && mark[n] == *mark)
    n++;
  if (n < MIN_FENCE || (self->fence != 0 && self->fence != *mark))
    return FALSE;
  self->fence = self->fence != 0 ? 0 : *mark;

  return TRUE;
}

/* The level of the heading that the line is, from 1; 0 = it is none. Then @title is where its text begins. */
static guint
find_heading (const char  *line,
              const char  *end,
              const char **title)
{
  const char *mark = find_mark (line, end);
  guint level = 0;

  while (mark != NULL && mark + level < end && mark[level] == '#')
    level++;
  if (level == 0 || level > MAX_HEADINGS || (mark + level < end && !g_ascii_isspace (mark[level])))
    return 0;
  *title = mark + level;

  return level;
}

/**
 * bty_chunker_split:
 * @text: valid UTF-8
 * @is_markdown: whether it has headings and code
 *
 * Cuts a text into pieces that can be found. Offsets are in bytes; blanks around a piece belong to none.
 *
 * Returns: (transfer full) (element-type BtyFileChunk): the pieces in their order, each with at most
 *   %BTY_CHUNK_MAX_LENGTH characters; they belong to no file yet
 */
GPtrArray *
bty_chunker_split (const char *text,
                   gboolean    is_markdown)
{
  Chunker self = { .text = text, .chunks = g_ptr_array_new_with_free_func (g_object_unref) };
  const char *paragraph = text;
  const char *next;

  for (const char *line = text; *line != '\0'; line = next)
    {
      const char *end = line + strcspn (line, "\n");
      gboolean was_code = self.fence != 0;
      gboolean is_code = (is_markdown && take_fence (&self, line, end)) || was_code;
      const char *title = NULL;
      guint level = is_markdown && !is_code ? find_heading (line, end, &title) : 0;

      next = *end != '\0' ? end + 1 : end;
      if (level > 0 || (!is_code && skip_blanks (line, end) == end))
        {
          add_paragraph (&self, paragraph, line);
          paragraph = line;
        }
      if (level > 0)
        {
          flush (&self);
          set_heading (&self, level - 1, title, end);
        }
    }
  add_paragraph (&self, paragraph, text + strlen (text));
  flush (&self);
  for (guint i = 0; i < MAX_HEADINGS; i++)
    g_free (self.headings[i]);

  return self.chunks;
}
