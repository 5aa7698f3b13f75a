/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-avatar.h"

#define DEFAULT_SIZE 28

/**
 * BtyBotAvatar:
 *
 * The face of a bot: its emoji, or the first letter of its name, on its colour.
 */
struct _BtyBotAvatar
{
  GtkWidget    parent_instance;

  /* Owned */
  BtyBot      *bot;
  PangoLayout *layout;
  int          size;
};

enum
{
  PROP_0,
  PROP_BOT,
  PROP_SIZE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BtyBotAvatar, bty_bot_avatar, GTK_TYPE_WIDGET)

static char *
create_text (BtyBotAvatar *self)
{
  const char *text = self->bot->emoji;
  gunichar first;

  if (text != NULL && text[0] != '\0')
    return g_strdup (text);

  text = self->bot->name != NULL ? self->bot->name : "";
  first = g_utf8_get_char_validated (text, -1);

  return first < 0x110000 && first != 0 ? g_utf8_strup (text, g_utf8_next_char (text) - text) : g_strdup ("?");
}

static void
ensure_layout (BtyBotAvatar *self)
{
  PangoFontDescription *font;
  g_autofree char *text = NULL;

  if (self->layout != NULL)
    return;

  text = create_text (self);
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  font = pango_font_description_copy (pango_context_get_font_description (
    pango_layout_get_context (self->layout)));
  pango_font_description_set_absolute_size (font, self->size * 0.5 * PANGO_SCALE);
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);
}

static void
bot_changed_cb (BtyBotAvatar *self)
{
  g_clear_object (&self->layout);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
bty_bot_avatar_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  BtyBotAvatar *self = BTY_BOT_AVATAR (widget);
  float left = (gtk_widget_get_width (widget) - self->size) / 2.0;
  float top = (gtk_widget_get_height (widget) - self->size) / 2.0;
  GskRoundedRect clip;
  GdkRGBA color;
  PangoRectangle ink;
  int width;

  if (self->bot == NULL)
    return;

  ensure_layout (self);
  bty_bot_avatar_get_color (self, &color);
  gsk_rounded_rect_init_from_rect (&clip, &GRAPHENE_RECT_INIT (left, top, self->size, self->size),
                                   self->size / 2.0);
  gtk_snapshot_push_rounded_clip (snapshot, &clip);
  gtk_snapshot_append_color (snapshot, &color, &clip.bounds);
  gtk_snapshot_pop (snapshot);

  pango_layout_get_pixel_extents (self->layout, &ink, NULL);
  width = ink.width;
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (left + (self->size - width) / 2.0 - ink.x,
                                                top + (self->size - ink.height) / 2.0 - ink.y));
  gtk_snapshot_append_layout (snapshot, self->layout, &(GdkRGBA) { 1, 1, 1, 1 });
}

static void
bty_bot_avatar_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum = *natural = BTY_BOT_AVATAR (widget)->size;
}

static void
bty_bot_avatar_get_property (GObject    *object,
                             guint       property,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BtyBotAvatar *self = BTY_BOT_AVATAR (object);

  if (property == PROP_BOT)
    g_value_set_object (value, self->bot);
  else
    g_value_set_int (value, self->size);
}

static void
bty_bot_avatar_set_property (GObject      *object,
                             guint         property,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  BtyBotAvatar *self = BTY_BOT_AVATAR (object);

  if (property == PROP_BOT)
    bty_bot_avatar_set_bot (self, g_value_get_object (value));
  else
    self->size = g_value_get_int (value);
}

static void
bty_bot_avatar_dispose (GObject *object)
{
  bty_bot_avatar_set_bot (BTY_BOT_AVATAR (object), NULL);

  G_OBJECT_CLASS (bty_bot_avatar_parent_class)->dispose (object);
}

static void
bty_bot_avatar_class_init (BtyBotAvatarClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = bty_bot_avatar_dispose;
  object_class->get_property = bty_bot_avatar_get_property;
  object_class->set_property = bty_bot_avatar_set_property;
  widget_class->measure = bty_bot_avatar_measure;
  widget_class->snapshot = bty_bot_avatar_snapshot;

  properties[PROP_BOT] = g_param_spec_object ("bot", NULL, NULL, BTY_TYPE_BOT,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 1, 512, DEFAULT_SIZE,
                                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /* The name beside it says everything. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_widget_class_set_css_name (widget_class, "botavatar");
}

static void
bty_bot_avatar_init (BtyBotAvatar *self)
{
  self->size = DEFAULT_SIZE;
}

/**
 * bty_bot_avatar_new:
 * @size: its diameter in pixels
 *
 * Returns: (transfer floating): an avatar of nobody
 */
GtkWidget *
bty_bot_avatar_new (int size)
{
  return g_object_new (BTY_TYPE_BOT_AVATAR, "size", size, NULL);
}

/**
 * bty_bot_avatar_set_bot:
 * @self: an avatar
 * @bot: (nullable): whom it shows, also when that changes
 */
void
bty_bot_avatar_set_bot (BtyBotAvatar *self,
                        BtyBot       *bot)
{
  g_return_if_fail (BTY_IS_BOT_AVATAR (self));

  if (self->bot == bot)
    return;

  if (self->bot != NULL)
    g_signal_handlers_disconnect_by_func (self->bot, bot_changed_cb, self);
  g_set_object (&self->bot, bot);
  if (bot != NULL)
    {
      g_signal_connect_swapped (bot, "notify::emoji", G_CALLBACK (bot_changed_cb), self);
      g_signal_connect_swapped (bot, "notify::color", G_CALLBACK (bot_changed_cb), self);
      g_signal_connect_swapped (bot, "notify::name", G_CALLBACK (bot_changed_cb), self);
    }
  bot_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BOT]);
}

/**
 * bty_bot_avatar_get_color:
 * @self: an avatar
 * @color: (out): the colour behind the face
 *
 * A bot without a colour of its own gets one by its name, so that it looks the same everywhere.
 */
void
bty_bot_avatar_get_color (BtyBotAvatar *self,
                          GdkRGBA      *color)
{
  static const char * const colors[] = {
    "#3584e4", "#2190a4", "#3a944a", "#c88800", "#ed5b00", "#e62d42", "#d56199", "#9141ac", "#6f8396",
  };
  const char *name = self->bot != NULL && self->bot->name != NULL ? self->bot->name : "";

  g_return_if_fail (BTY_IS_BOT_AVATAR (self));

  if (self->bot == NULL || self->bot->color == NULL || !gdk_rgba_parse (color, self->bot->color))
    gdk_rgba_parse (color, colors[g_str_hash (name) % G_N_ELEMENTS (colors)]);
}
